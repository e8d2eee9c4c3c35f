package dev.assay.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.ScreenshotType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The machine's own Chromium, and what a person does with it. Each person has a window that notes whatever goes wrong in it. */
final class Browser implements AutoCloseable {

    private static final List<String> ARGUMENTS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private static final int QUIET_MS = 40;
    private static final int QUIET_TIMES = 3;
    private static final String IDLE_AND_COMPLETE = "new Promise(done => requestIdleCallback("
            + "() => done(!document.querySelector('.ant-skeleton, .ant-spin-spinning'))))";
    private static final int SETTLED_AFTER_MS = 10_000;

    private final Playwright playwright =
            Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final com.microsoft.playwright.Browser browser;
    private final String url;

    Browser(Path chromium, String url) {
        this.url = url;
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium)
                        .setArgs(ARGUMENTS));
    }

    /** Where it is, if it is installed. */
    static Optional<Path> chromium() {
        return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }

    Window window(String locale, int width) {
        return window(locale, width, ColorScheme.LIGHT);
    }

    Window window(String locale, int width, ColorScheme colours) {
        BrowserContext context = browser.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setLocale(locale)
                .setColorScheme(colours)
                .setViewportSize(width, 900));
        return new Window(context.newPage(), url);
    }

    @Override
    public void close() {
        playwright.close();
    }

    /** One person's window. */
    static final class Window {
        final Page page;
        private final String url;
        private final List<String> faults = new ArrayList<>();
        private final Set<Request> underWay = ConcurrentHashMap.newKeySet();

        private Window(Page page, String url) {
            this.page = page;
            this.url = url;
            page.onConsoleMessage(message -> {
                if (message.type().equals("error")) {
                    faults.add("console: " + message.text());
                }
            });
            page.onRequest(request -> {
                // what the page before still asked for is nobody's any more, and isn't always said to have failed
                if (request.isNavigationRequest()) {
                    underWay.clear();
                }
                underWay.add(request);
            });
            page.onRequestFinished(underWay::remove);
            page.onRequestFailed(underWay::remove);
            // a download's request is never said to be finished
            page.onDownload(download -> underWay.clear());
            page.onPageError(error -> faults.add("page: " + error));
            page.onResponse(response -> {
                if (response.status() >= 400) {
                    faults.add(response.status() + " " + response.url());
                }
            });
        }

        Window login(String username, String password) {
            page.navigate(url);
            page.fill("#username", username);
            page.fill("#password", password);
            page.click("button[type=submit]");
            page.waitForSelector(".ant-layout-header, #wanted");
            settle();
            return this;
        }

        void open(String path) {
            page.navigate(url + path);
            settle();
        }

        /** As a link inside the application goes: it isn't loaded anew. */
        void go(String path) {
            page.evaluate(
                    "path => { history.pushState(null, '', path); dispatchEvent(new PopStateEvent('popstate')); }",
                    path);
            settle();
        }

        /** Until nothing is asked for any more: less than Playwright's half a second is enough for pages of this machine. */
        void settle() {
            page.waitForLoadState(LoadState.LOAD);
            int quiet = 0;
            for (int waited = 0; quiet < QUIET_TIMES && waited < SETTLED_AFTER_MS; waited += QUIET_MS) {
                page.waitForTimeout(QUIET_MS);
                quiet = underWay.isEmpty() && (boolean) page.evaluate(IDLE_AND_COMPLETE) ? quiet + 1 : 0;
            }
            assertThat(quiet)
                    .as(() -> page.url() + " is still busy: "
                            + underWay.stream().map(Request::url).toList())
                    .isEqualTo(QUIET_TIMES);
        }

        Locator button(String name) {
            return page.locator("button, a.ant-btn")
                    .filter(new Locator.FilterOptions()
                            .setHasText(java.util.regex.Pattern.compile(
                                    "^\\s*" + String.join("\\s?", name.split("")) + "\\s*$")))
                    .last();
        }

        /** Whatever does something when it is pressed; tabs and headings of tables only show. */
        Locator controls() {
            return page.locator(".ant-btn:visible:enabled, [role=switch]:visible:enabled");
        }

        /** What a control is called, a number in it being any, with where it is if it is on every page. */
        String nameOfControl(int index) {
            return (String) controls()
                    .nth(index)
                    .evaluate("each => (each.closest('header, aside') ? 'header ' : '') + (each.textContent.trim()"
                            + " || each.getAttribute('aria-label') || each.className).replace(/[\\d.,-]+/g, '#')");
        }

        /** No error in the console, no failed request. */
        void hasNoFault() {
            hasNoFault(page.url());
        }

        void hasNoFault(String where) {
            assertThat(faults).as(where).isEmpty();
        }

        /** Nothing serious either for whoever can't see or can't use a mouse. */
        void isFlawless() {
            hasNoFault();
            assertThat(violations()).as(page.url()).isEmpty();
        }

        /** What is serious for whoever can't see or can't use a mouse. */
        List<String> violations() {
            return new AxeBuilder(page)
                    .analyze().getViolations().stream()
                            .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                            .map(rule -> page.url() + " " + rule.getId() + " "
                                    + rule.getNodes().get(0).getHtml())
                            .toList();
        }

        /** Forgets what a step provoked on purpose. */
        void forgive() {
            faults.clear();
        }

        void photograph(Path file) {
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(file)
                    .setType(ScreenshotType.JPEG)
                    .setQuality(60));
        }
    }
}
