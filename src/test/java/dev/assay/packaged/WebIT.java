package dev.assay.packaged;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.FilePayload;
import dev.assay.fixture.Api;
import io.restassured.http.ContentType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The web application in a real browser, on the packaged service with its samples: every page, and the way of a change from an edit to
 * its approval. {@code -Dassay.screens=docs/screens} takes pictures.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WebIT {

    private static final String PASSWORD = "a long enough pass phrase";
    private static final String BOOKS = "/ledgers/ibm-receivables";
    private static final String LAST_DAY = "2013-12-31";
    private static final LocatorAssertions.IsVisibleOptions SOON =
            new LocatorAssertions.IsVisibleOptions().setTimeout(60_000);
    private static final Map<String, List<String>> ROLES = roles();

    /** Every page, by the name of its picture. */
    private static final Map<String, String> PAGES = pages();

    @TempDir
    static Path data;

    private static PackagedService service;
    private static Browser browser;

    private static Map<String, List<String>> roles() {
        Map<String, List<String>> roles = new LinkedHashMap<>();
        roles.put("vera", List.of("VIEWER"));
        roles.put("anna", List.of("ANALYST"));
        roles.put("paul", List.of("APPROVER"));
        roles.put("carl", List.of("CONTROLLER"));
        return roles;
    }

    private static Map<String, String> pages() {
        Map<String, String> pages = new LinkedHashMap<>();
        String customer = BOOKS + "/customers/0465-DTULQ";
        pages.put("portfolio", BOOKS);
        pages.put("customers", BOOKS + "/customers");
        pages.put("customer", customer);
        for (String tab : List.of("time", "behaviour", "credit", "documents", "overrides", "notes", "profile")) {
            pages.put("customer-" + tab, customer + "?tab=" + tab);
        }
        for (String page : List.of("rules", "releases", "runs", "inbox", "credit", "import", "settings", "profile")) {
            pages.put(page, BOOKS + "/" + page);
        }
        pages.put("run", BOOKS + "/runs/2");
        pages.put("arrears", BOOKS + "/credit?tab=arrears");
        pages.put("order-check", BOOKS + "/credit?tab=check");
        for (String tab : List.of("policy", "approvals", "users", "keys", "webhooks", "audit", "status")) {
            pages.put("settings-" + tab, BOOKS + "/settings?tab=" + tab);
        }
        return pages;
    }

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Browser.chromium().isPresent(), "needs Chromium: apt-get install chromium");
        service = PackagedService.start(data, Map.of("ASSAY_SAMPLES", "true"));
        assumeTrue(
                Api.anonymous().get(service.url() + "/").asString().contains("<div id=\"root\">"),
                "this build left the web application out");
        browser = new Browser(Browser.chromium().orElseThrow(), service.url());
        ROLES.forEach(WebIT::person);
    }

    @AfterAll
    static void stop() throws Exception {
        if (browser != null) {
            browser.close();
        }
        if (service != null) {
            service.close();
        }
    }

    private static void person(String username, List<String> roles) {
        String temporary = Api.admin()
                .contentType(ContentType.JSON)
                .body(Map.of("displayName", username, "roles", roles))
                .put(service.url() + "/api/v1/users/" + username)
                .then()
                .statusCode(201)
                .extract()
                .path("temporaryPassword");
        Browser.Window window = browser.window("en-GB", 1440).login(username, temporary);
        window.page.fill("#password", temporary);
        window.page.fill("#wanted", PASSWORD);
        window.page.click("button[type=submit]");
        window.page.waitForSelector(".ant-layout-header");
        window.page.context().close();
    }

    @Test
    @Order(1)
    void theFirstPageIsLight() {
        Browser.Window window = browser.window("zh-CN", 1440);
        window.page.navigate(service.url());
        window.page.waitForSelector("#username");
        window.settle();
        int bytes = (int)
                window.page.evaluate(
                        "performance.getEntriesByType('resource')"
                                + ".filter(each => each.name.includes('/assets/')).reduce((sum, each) => sum + each.encodedBodySize, 0)");
        assertThat(bytes).as("bytes of scripts and styles, as sent").isBetween(100_000, 400_000);
    }

    @Test
    @Order(1)
    void noPageAsksForWhatItsReaderMayNotSee() {
        ROLES.keySet().forEach(person -> {
            Browser.Window window = browser.window("en-GB", 1440).login(person, PASSWORD);
            PAGES.values().forEach(window::open);
            window.hasNoFault();
            window.page.context().close();
        });
    }

    @Test
    @Order(2)
    void everyPageIsFlawless() throws Exception {
        String screens = System.getProperty("assay.screens");
        for (String locale : screens == null ? List.of("zh-CN") : List.of("zh-CN", "en-GB")) {
            // narrow ones only for their pictures: it is the same code
            for (int width : screens == null ? new int[] {1440} : new int[] {1440, 390}) {
                Browser.Window window = browser.window(locale, width);
                window.page.navigate(service.url());
                window.page.waitForSelector("#username");
                window.isFlawless();
                photograph(window, screens, locale, width, "login");
                window.login("admin", Api.ADMIN_PASSWORD);
                for (Map.Entry<String, String> page : PAGES.entrySet()) {
                    window.open(page.getValue());
                    if (locale.startsWith("zh") && width > 1000) {
                        window.isFlawless();
                    } else {
                        window.hasNoFault();
                    }
                    photograph(window, screens, locale, width, page.getKey());
                }
                window.page.context().close();
            }
        }
    }

    private static void photograph(Browser.Window window, String folder, String locale, int width, String name)
            throws Exception {
        if (folder != null) {
            Path path = Path.of(folder, locale.substring(0, 2) + (width < 1000 ? "-narrow" : ""));
            Files.createDirectories(path);
            window.page.waitForTimeout(300);
            window.photograph(path.resolve(name + ".jpg"));
        }
    }

    @Test
    @Order(3)
    void aChangeGoesFromAnEditToItsApproval() {
        Browser.Window anna = browser.window("en-GB", 1440).login("anna", PASSWORD);
        anna.open(BOOKS + "/rules");
        anna.button("New draft").click();
        anna.page.fill("#name", "finer limits");
        anna.page.locator(".ant-modal button[type=submit]").click();
        Locator line = anna.page.locator(".cm-line").filter(new Locator.FilterOptions().setHasText("limit_step:"));
        assertThat(line).isVisible(SOON);
        // a wrong edit is marked at its place
        replace(anna.page, line, "value: 100", "value: abc");
        assertThat(anna.page.locator(".cm-lintRange-error").first()).isVisible(SOON);
        assertThat(anna.page.getByTestId("check")).hasText(Pattern.compile("\\d+ problem"));
        // mended, the examples of the old step remain
        replace(anna.page, line, "value: abc", "value: 50");
        assertThat(anna.page.getByText("comes out otherwise").first()).isVisible(SOON);
        anna.open(BOOKS + "/rules/finer%20limits?file=examples/limit.yaml");
        anna.page.locator(".ant-card-extra .ant-btn-dangerous").click();
        assertThat(anna.page.getByTestId("check"))
                .hasText(Pattern.compile("It is right"), new LocatorAssertions.HasTextOptions().setTimeout(60_000));
        anna.isFlawless();
        // tried on the ledger
        anna.button("Try on the ledger").click();
        assertThat(anna.page.getByTestId("run-state"))
                .hasText("done", new LocatorAssertions.HasTextOptions().setTimeout(60_000));
        assertThat(anna.page.locator(".matrix")).isVisible(SOON);
        // handed in
        anna.open(BOOKS + "/rules/finer%20limits");
        assertThat(anna.button("Submit")).isEnabled(new LocatorAssertions.IsEnabledOptions().setTimeout(60_000));
        anna.button("Submit").click();
        anna.page.fill("#note", "limits in steps of 50");
        anna.page.locator(".ant-modal button[type=submit]").click();
        assertThat(anna.page.getByTestId("review-state"))
                .hasText("in review", new LocatorAssertions.HasTextOptions().setTimeout(60_000));
        assertThat(anna.page.getByText("It was tried on the ledger")).isVisible(SOON);

        Browser.Window paul = browser.window("en-GB", 1440).login("paul", PASSWORD);
        paul.open(BOOKS + "/releases");
        paul.page.locator(".ant-table-tbody a").first().click();
        assertThat(paul.button("Approve")).isEnabled(new LocatorAssertions.IsEnabledOptions().setTimeout(60_000));
        paul.button("Approve").click();
        assertThat(paul.page.getByTestId("review-state"))
                .hasText("approved", new LocatorAssertions.HasTextOptions().setTimeout(60_000));
        String review = paul.page.url();

        // activated, and the ledger graded by it
        Browser.Window carl = browser.window("en-GB", 1440).login("carl", PASSWORD);
        carl.page.navigate(review);
        carl.button("Activate now").click();
        assertThat(carl.page.getByTestId("serving")).isVisible(SOON);
        carl.open(BOOKS);
        String before = carl.page.locator(".figures").innerText();
        carl.open(BOOKS + "/runs");
        carl.button("New run").click();
        carl.page.fill("#asOf", LAST_DAY);
        carl.page.keyboard().press("Enter");
        carl.page.focus("#mode");
        carl.page.keyboard().press("ArrowDown");
        carl.page.keyboard().press("ArrowDown");
        carl.page.keyboard().press("Enter");
        carl.page.locator(".ant-modal button[type=submit]").click();
        assertThat(carl.page.getByTestId("run-state"))
                .hasText("done", new LocatorAssertions.HasTextOptions().setTimeout(60_000));
        // the portfolio and a customer's page show what came of it
        carl.open(BOOKS);
        assertThat(carl.page.locator(".figures").innerText()).isNotEqualTo(before);
        carl.page
                .locator(".ant-card")
                .filter(new Locator.FilterOptions().setHasText("Largest changes of limit"))
                .locator("tbody a")
                .first()
                .click();
        assertThat(carl.page.getByText("floored to 50").first()).isVisible(SOON);
        carl.isFlawless();
    }

    private static void replace(Page page, Locator line, String what, String by) {
        line.scrollIntoViewIfNeeded();
        line.click();
        page.keyboard().press("Home");
        String text = line.innerText();
        int at = text.indexOf(what);
        assertThat(at).as(text).isNotNegative();
        for (int i = 0; i < at - (text.length() - text.stripLeading().length()); i++) {
            page.keyboard().press("ArrowRight");
        }
        for (int i = 0; i < what.length(); i++) {
            page.keyboard().press("Delete");
        }
        page.keyboard().insertText(by);
    }

    @Test
    @Order(4)
    void aRunIsSeenAsItGoesAndIsCancelled() {
        // the last of many waits long enough to be seen
        for (int day = 1; day <= 28; day++) {
            Api.admin()
                    .contentType(ContentType.JSON)
                    .body("{\"asOf\":\"2011-11-" + (day < 10 ? "0" : "") + day + "\",\"mode\":\"SIMULATE\"}")
                    .post(service.url() + "/api/v1/ledgers/online-retail/reclassifications")
                    .then()
                    .statusCode(202);
        }
        Browser.Window carl = browser.window("en-GB", 1440).login("carl", PASSWORD);
        carl.open("/ledgers/online-retail/runs");
        carl.page.locator(".ant-table-tbody a").first().click();
        carl.button("Cancel").click();
        assertThat(carl.page.getByTestId("run-state"))
                .hasText("cancelled", new LocatorAssertions.HasTextOptions().setTimeout(60_000));
        carl.isFlawless();
    }

    @Test
    @Order(5)
    void anImportWithErrorsIsMendedAndGoesThrough() {
        Browser.Window admin = browser.window("zh-CN", 1440).login("admin", Api.ADMIN_PASSWORD);
        admin.open(BOOKS + "/import");
        admin.page
                .locator(".ant-segmented-item")
                .filter(new Locator.FilterOptions().setHasText("单据"))
                .click();
        String csv = "单号,kind,customerCode,date,dueDate,amount,currency\n"
                + "W-1,INVOICE,0465-DTULQ,2013-12-30,2014-01-29,1200.50,USD\n"
                + "W-2,INVOICE,0465-DTULQ,2013-02-30,2014-01-29,99,USD\n";
        admin.page.setInputFiles(
                "input[type=file]", new FilePayload("documents.csv", "text/csv", csv.getBytes(StandardCharsets.UTF_8)));
        admin.page.locator("[aria-label=id]").click();
        admin.page
                .locator(".ant-select-item-option")
                .filter(new Locator.FilterOptions().setHasText("单号"))
                .last()
                .click();
        admin.button("下一步").click();
        admin.button("试运行").click();
        Locator wrong = admin.page.locator("[aria-label='date 3']");
        assertThat(wrong).isVisible(SOON);
        wrong.fill("2013-12-31");
        admin.button("试运行").click();
        assertThat(admin.page.getByText("试运行通过")).isVisible(SOON);
        admin.isFlawless();
        admin.button("正式导入").click();
        assertThat(admin.page.getByTestId("import-report"))
                .containsText("2", new LocatorAssertions.ContainsTextOptions().setTimeout(60_000));
        admin.open(BOOKS + "/customers/0465-DTULQ?tab=documents");
        assertThat(admin.page.getByText("W-2")).isVisible(SOON);
    }
}
