package dev.assay.engine.ruleset.syntax;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads the first sheet of an .xlsx file. Nothing is computed, no external entity is followed, and what inflates beyond its bounds
 * is refused.
 */
final class XlsxReader {
    private static final int INFLATED_MAX = 20 * 1024 * 1024;
    private static final int ENTRIES_MAX = 2_000;

    private final String file;
    private final Problems problems;
    private final Map<String, byte[]> parts = new HashMap<>();

    private XlsxReader(String file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    /** Null if it can't be read, which is reported. */
    static @Nullable Grid read(String file, byte[] bytes, Problems problems) {
        XlsxReader reader = new XlsxReader(file, problems);
        try {
            reader.unzip(bytes);
            return reader.grid();
        } catch (SyntaxFault fault) {
            fault.tell(problems, null);
            return null;
        } catch (IOException | XMLStreamException | RuntimeException e) {
            // a parser of the platform may fail in any way on hostile bytes; all of it means: unreadable
            problems.error(Span.fileStart(file), null, Fault.UNREADABLE_TABLE, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private void unzip(byte[] bytes) throws IOException {
        long inflated = 0;
        int entries = 0;
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                byte[] content = zip.readNBytes((int) (INFLATED_MAX - inflated) + 1);
                inflated += content.length;
                if (inflated > INFLATED_MAX || ++entries > ENTRIES_MAX) {
                    throw new IOException(
                            "inflates to more than " + INFLATED_MAX + " bytes or " + ENTRIES_MAX + " parts");
                }
                boolean read =
                        entry.getName().endsWith(".xml") || entry.getName().endsWith(".rels");
                // programs differ in which of two they show, so a second one could hide what counts
                if (read && parts.put(entry.getName(), content) != null) {
                    throw new IOException("has the part " + entry.getName() + " twice");
                }
            }
        }
    }

    private Grid grid() throws XMLStreamException, IOException {
        String sheetName = "";
        String sheetId = "";
        XMLStreamReader workbook = xml("xl/workbook.xml");
        while (workbook.hasNext() && sheetId.isEmpty()) {
            if (workbook.next() == XMLStreamConstants.START_ELEMENT
                    && workbook.getLocalName().equals("sheet")) {
                sheetName = attribute(workbook, "name");
                sheetId = attribute(workbook, "id");
            }
        }
        String target = "worksheets/sheet1.xml";
        XMLStreamReader relations = xml("xl/_rels/workbook.xml.rels");
        while (relations.hasNext()) {
            if (relations.next() == XMLStreamConstants.START_ELEMENT
                    && attribute(relations, "Id").equals(sheetId)) {
                target = attribute(relations, "Target");
            }
        }
        String path = target.startsWith("/") ? target.substring(1) : "xl/" + target;
        List<String> shared = parts.containsKey("xl/sharedStrings.xml") ? sharedStrings() : List.of();
        SheetCells cells = new SheetCells(file, sheetName, shared, problems);
        cells.read(xml(path));
        return cells.grid();
    }

    private List<String> sharedStrings() throws XMLStreamException, IOException {
        List<String> shared = new ArrayList<>();
        XMLStreamReader xml = xml("xl/sharedStrings.xml");
        while (xml.hasNext()) {
            if (xml.next() == XMLStreamConstants.START_ELEMENT
                    && xml.getLocalName().equals("si")) {
                shared.add(SheetCells.text(xml, "si"));
            }
        }
        return shared;
    }

    private XMLStreamReader xml(String part) throws XMLStreamException, IOException {
        byte[] content = parts.get(part);
        if (content == null) {
            throw new IOException("no " + part + " in the file");
        }
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory.createXMLStreamReader(new ByteArrayInputStream(content));
    }

    static String attribute(XMLStreamReader xml, String name) {
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            if (xml.getAttributeLocalName(i).equals(name)) {
                return xml.getAttributeValue(i);
            }
        }
        return "";
    }
}
