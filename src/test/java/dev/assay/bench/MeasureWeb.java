package dev.assay.bench;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.LoadState;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How long a person waits for the web application: each page of a large ledger beside the same page of a small one, in the machine's
 * Chromium on a running service; and a cell of a large table of rules beside one of a small table.
 *
 * <p>A page's time is that of its slowest answer, from asking to its last byte, and that until nothing is asked for any more and half a
 * second more has passed. How to run it and what came out: docs/benchmarks.md.
 */
public final class MeasureWeb implements AutoCloseable {

    /** Below a ledger's address. */
    private static final List<String> PAGES = List.of(
            "",
            "/customers",
            "/customers?sort=-exposure",
            "/customers?q=c0",
            "/runs",
            "/inbox",
            "/credit",
            "/credit?tab=arrears",
            "/import",
            "/settings?tab=audit",
            "/rules",
            "/releases");

    private static final int TIMES = 5;
    private static final int EDITS = 40;
    private static final String SLOWEST = "Math.max(0, ...performance.getEntriesByType('resource')"
            + ".filter(each => each.name.includes('/api/')).map(each => each.duration))";
    private static final String SLOWEST_NAME =
            "performance.getEntriesByType('resource').filter(each => each.name.includes('/api/'))"
                    + ".sort((a, b) => b.duration - a.duration).map(each => new URL(each.name).pathname + new URL(each.name).search)[0] ?? ''";

    private final Playwright playwright =
            Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final Page page;
    private final String url;
    private final PrintStream out;

    private MeasureWeb(Map<String, String> settings, PrintStream out) {
        this.url = settings.get("url");
        this.out = out;
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of(settings.get("chromium")))
                        .setArgs(List.of("--no-sandbox", "--disable-gpu")));
        page = browser.newContext(
                        new Browser.NewContextOptions().setLocale("en-GB").setViewportSize(1600, 1000))
                .newPage();
        page.navigate(url);
        page.fill("#username", settings.get("user"));
        page.fill("#password", settings.get("password"));
        page.click("button[type=submit]");
        page.waitForSelector(".ant-layout-header");
    }

    /**
     * Settings as {@code name=value}: url, user, password, large and small (codes of ledgers), and where they have some, customer, run
     * (of the large one, opened as pages of their own), draft (of rules in the large one, with the files {@code grid}, large, and
     * {@code floor}, small).
     */
    public static void main(String[] arguments) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "url", "http://127.0.0.1:8080",
                "user", "admin",
                "chromium", "/usr/bin/chromium",
                "grid", "score/large.drl.csv",
                "floor", "grade/bands.drl.csv"));
        for (String argument : arguments) {
            settings.put(argument.substring(0, argument.indexOf('=')), argument.substring(argument.indexOf('=') + 1));
        }
        try (MeasureWeb web = new MeasureWeb(settings, System.out)) {
            web.pages(settings);
            if (settings.containsKey("draft")) {
                web.grids(settings);
            }
        }
    }

    private void pages(Map<String, String> settings) {
        Map<String, String> more = new LinkedHashMap<>();
        PAGES.forEach(path -> more.put(path, path));
        if (settings.containsKey("customer")) {
            for (String tab : List.of("", "?tab=time", "?tab=behaviour", "?tab=credit", "?tab=documents")) {
                more.put("/customers/…" + tab, "/customers/" + settings.get("customer") + tab);
            }
        }
        if (settings.containsKey("run")) {
            more.put("/runs/…", "/runs/" + settings.get("run"));
        }
        out.printf("%-42s %10s %10s %10s  %s%n", "page (ms, medians)", "answer", "quiet", "small", "slowest answer");
        more.forEach((name, path) -> {
            double[] large = median(settings.get("large") + path);
            String slowest = (String) page.evaluate(SLOWEST_NAME);
            double small = path.equals(name) ? median(settings.get("small") + path)[0] : Double.NaN;
            out.printf(Locale.ROOT, "%-42s %10.0f %10.0f %10.0f  %s%n", name, large[0], large[1], small, slowest);
        });
    }

    /** Of a page opened several times: its slowest answer, and until it is quiet. */
    private double[] median(String path) {
        double[] answers = new double[TIMES];
        double[] quiet = new double[TIMES];
        for (int i = 0; i < TIMES; i++) {
            long start = System.nanoTime();
            page.navigate(url + "/ledgers/" + path);
            page.waitForLoadState(LoadState.NETWORKIDLE);
            quiet[i] = (System.nanoTime() - start) / 1e6;
            answers[i] = ((Number) page.evaluate(SLOWEST)).doubleValue();
        }
        Arrays.sort(answers);
        Arrays.sort(quiet);
        return new double[] {answers[TIMES / 2], quiet[TIMES / 2]};
    }

    private void grids(Map<String, String> settings) {
        for (String file : List.of(settings.get("floor"), settings.get("grid"))) {
            page.navigate(
                    url + "/ledgers/" + settings.get("large") + "/rules/" + settings.get("draft") + "?file=" + file);
            page.waitForSelector("[data-testid=grid] .dsg-cell");
            page.waitForLoadState(LoadState.NETWORKIDLE);
            page.locator("[data-testid=grid] .dsg-row .dsg-cell").nth(12).click();
            List<Double> edits = new ArrayList<>();
            for (int i = 0; i < EDITS; i++) {
                long start = System.nanoTime();
                page.keyboard().type("y");
                page.keyboard().press(i % 2 == 0 ? "Enter" : "ArrowUp");
                page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
                edits.add((System.nanoTime() - start) / 1e6);
            }
            edits.sort(null);
            out.printf(
                    Locale.ROOT,
                    "%s: a cell typed, left and drawn: median %.0f ms, slowest %.0f ms%n",
                    file,
                    edits.get(EDITS / 2),
                    edits.get(EDITS - 1));
        }
    }

    @Override
    public void close() {
        playwright.close();
    }
}
