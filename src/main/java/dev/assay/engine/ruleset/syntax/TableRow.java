package dev.assay.engine.ruleset.syntax;

import dev.assay.engine.ruleset.syntax.RuleNode.Annotation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one row of a decision table as a rule. */
final class TableRow {
    private final List<SourceText> cells;
    private final List<TableColumn> columns;
    private final String table;
    private final int row;
    private final String phase;
    private final Problems problems;

    TableRow(
            List<SourceText> cells, List<TableColumn> columns, String table, int row, String phase, Problems problems) {
        this.cells = cells;
        this.columns = columns;
        this.table = table;
        this.row = row;
        this.phase = phase;
        this.problems = problems;
    }

    /** Null if it can't be read, which is reported. */
    @Nullable
    RuleNode rule() {
        String name = name();
        String customer = columns.stream()
                .map(TableColumn::customer)
                .filter(named -> named != null)
                .findFirst()
                .orElse(null);
        Map<String, Annotation> annotations = new LinkedHashMap<>();
        List<Expr> conditions = new ArrayList<>();
        List<RuleNode.EffectCall> effects = new ArrayList<>();
        List<RuleNode.Binding> bindings = new ArrayList<>();
        int salience = 0;
        boolean readable = true;
        for (TableColumn column : columns) {
            SourceText cell = cell(column);
            boolean constant = column.kind() == TableColumn.Kind.METADATA
                    && !column.template().text().contains("$");
            if (!constant && (cell == null || cell.text().isBlank())) {
                continue;
            }
            try {
                TokenStream words = new TokenStream(words(column, cell == null ? column.template() : cell, name));
                switch (column.kind()) {
                    case METADATA -> metadata(words, annotations, name);
                    case PRIORITY -> salience = new RuleBody(words, problems, name).salience();
                    case CONDITION -> {
                        RuleBody body = new RuleBody(words, problems, name);
                        body.constraint();
                        conditions.addAll(body.conditions());
                        bindings.addAll(body.bindings());
                    }
                    case ACTION -> {
                        RuleBody body = new RuleBody(words, problems, name);
                        while (!words.atEnd()) {
                            body.statement();
                        }
                        effects.addAll(body.effects());
                    }
                    case NAME, DESCRIPTION -> words.next();
                }
                boolean free = column.kind() == TableColumn.Kind.NAME || column.kind() == TableColumn.Kind.DESCRIPTION;
                if (!free && !words.atEnd()) {
                    throw words.expected("(end / 结尾)");
                }
            } catch (SyntaxFault fault) {
                fault.tell(problems, name);
                readable = false;
            }
        }
        return readable
                ? new RuleNode(
                        name, span(), phase, table, annotations, salience, customer, bindings, conditions, effects)
                : null;
    }

    private void metadata(TokenStream words, Map<String, Annotation> annotations, String name) {
        words.take("@");
        new RuleBody(words, problems, name).annotation(annotations);
    }

    private Span span() {
        return cells.stream()
                .filter(cell -> !cell.text().isBlank())
                .findFirst()
                .map(SourceText::whole)
                .orElseThrow();
    }

    private String name() {
        for (TableColumn column : columns) {
            SourceText cell = cell(column);
            if (column.kind() == TableColumn.Kind.NAME
                    && cell != null
                    && !cell.text().isBlank()) {
                return cell.text().strip();
            }
        }
        return table + " " + row;
    }

    private @Nullable SourceText cell(TableColumn column) {
        return column.index() < cells.size() ? cells.get(column.index()) : null;
    }

    /** The template's words with the cell's in place of {@code $param} or {@code $1}, {@code $2} …. */
    private List<Token> words(TableColumn column, SourceText cell, String rule) {
        boolean plain = column.kind() == TableColumn.Kind.NAME || column.kind() == TableColumn.Kind.DESCRIPTION;
        if (plain) {
            HiddenCharacters.refuse(cell, rule, problems);
            return List.of(new Token(Token.Kind.TEXT, cell.text(), cell.whole()), end(cell));
        }
        if (column.kind() == TableColumn.Kind.PRIORITY) {
            return Lexer.tokens(cell, problems);
        }
        List<Token> template = new ArrayList<>(Lexer.tokens(column.template(), problems));
        template.remove(template.size() - 1);
        completeShortForm(column, template);
        return new Template(template, cell, problems, rule).filled();
    }

    /** {@code score} means {@code score == $param}, {@code score >=} means {@code score >= $param}. */
    private static void completeShortForm(TableColumn column, List<Token> template) {
        boolean hasPlace = template.stream().anyMatch(token -> Template.isPlace(token) || Template.hasPlace(token));
        if (column.kind() != TableColumn.Kind.CONDITION || hasPlace || template.isEmpty()) {
            return;
        }
        Token last = template.get(template.size() - 1);
        if (template.size() == 1 && last.kind() == Token.Kind.WORD) {
            template.add(new Token(Token.Kind.SYMBOL, "==", last.span()));
            template.add(new Token(Token.Kind.WORD, Template.PARAM, last.span()));
        } else if (last.kind() == Token.Kind.SYMBOL && Expr.Operator.of(last.text()) != null) {
            template.add(new Token(Token.Kind.WORD, Template.PARAM, last.span()));
        }
    }

    private static Token end(SourceText cell) {
        int length = cell.text().length();
        return new Token(Token.Kind.END, "", cell.span(length, length));
    }
}
