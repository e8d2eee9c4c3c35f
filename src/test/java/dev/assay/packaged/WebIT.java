package dev.assay.packaged;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import dev.assay.fixture.Api;
import io.restassured.http.ContentType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
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
    /** Pixels; a phone's pages are only looked at. */
    private static final int NARROW = 1_000;

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
        for (String tab :
                List.of("time", "behaviour", "credit", "documents", "guarantees", "overrides", "notes", "profile")) {
            pages.put("customer-" + tab, customer + "?tab=" + tab);
        }
        for (String page : List.of("rules", "releases", "runs", "inbox", "credit", "import", "settings", "profile")) {
            pages.put(page, BOOKS + "/" + page);
        }
        pages.put("run", BOOKS + "/runs/2");
        pages.put("draft", BOOKS + "/rules/shown");
        pages.put("draft-rules", BOOKS + "/rules/shown?file=score/score.drl");
        pages.put("draft-table", BOOKS + "/rules/shown?file=grade/bands.drl.csv");
        pages.put("release", BOOKS + "/releases/1");
        pages.put("arrears", BOOKS + "/credit?tab=arrears");
        pages.put("order-check", BOOKS + "/credit?tab=check");
        pages.put("guarantees", BOOKS + "/credit?tab=guarantees");
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
        // a guarantee that waits for an answer
        send(
                service.url() + "/api/v1" + BOOKS + "/customers/0465-DTULQ/guarantees",
                Map.of(
                        "kind", "CREDIT_INSURANCE",
                        "issuer", "A credit insurer",
                        "reference", "POL-2026-0465",
                        "amount", 25_000,
                        "acceptedShare", 0.9,
                        "note", "the policy as it was sent"));
        // rules to look at, one draft open and one handed in
        String drafts = service.url() + "/api/v1" + BOOKS + "/ruleset-drafts";
        for (String name : List.of("shown", "handed in")) {
            send(drafts, Map.of("name", name, "from", "active"));
        }
        send(drafts + "/handed%20in/submit", Map.of("note", "as it stands"));
    }

    private static void send(String address, Map<String, ?> body) {
        Api.admin()
                .contentType(ContentType.JSON)
                .body(body)
                .urlEncodingEnabled(false)
                .post(address)
                .then()
                .statusCode(201);
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
            PAGES.values().forEach(window::go);
            window.hasNoFault();
            window.page.context().close();
        });
    }

    /** Each kind of control of each page is pressed; what opens is confirmed as it stands. */
    @Test
    @Order(1)
    void aViewerSeesNoControlThatFails() {
        Browser.Window vera = browser.window("en-GB", 1440).login("vera", PASSWORD);
        Set<String> pressed = new HashSet<>();
        for (Map.Entry<String, String> page : PAGES.entrySet()) {
            vera.go(page.getValue());
            String address = vera.page.url();
            for (int i = 0; i < vera.controls().count(); i++) {
                String name = vera.nameOfControl(i);
                if (!pressed.add(name.startsWith("header ") ? name : page.getKey() + name)) {
                    continue;
                }
                vera.controls().nth(i).click();
                vera.settle();
                Locator confirm = vera.page.locator(".ant-modal .ant-btn-primary:visible");
                boolean opened = vera.page.locator(".ant-modal:visible").count() > 0;
                if (confirm.count() > 0) {
                    confirm.first().click();
                    vera.settle();
                }
                vera.hasNoFault("after " + name + " on " + page.getKey());
                assertThat(vera.page.locator(".ant-message-error").count())
                        .as(name + " on " + page.getKey())
                        .isZero();
                if (opened) {
                    vera.open(page.getValue());
                } else if (!vera.page.url().equals(address)) {
                    vera.go(page.getValue());
                }
            }
        }
        assertThat(pressed).hasSizeGreaterThan(10);
        vera.page.context().close();
    }

    @Test
    @Order(2)
    void everyPageIsFlawlessInBothLanguagesLightAndDark() throws Exception {
        String screens = System.getProperty("assay.screens");
        everyPage("zh-CN", ColorScheme.LIGHT, 1440, screens);
        everyPage("en-GB", ColorScheme.DARK, 1440, null);
        if (screens != null) {
            everyPage("en-GB", ColorScheme.LIGHT, 1440, screens);
            everyPage("zh-CN", ColorScheme.LIGHT, 390, screens);
            everyPage("en-GB", ColorScheme.LIGHT, 390, screens);
        }
    }

    private static void everyPage(String locale, ColorScheme colours, int width, String screens) throws Exception {
        Browser.Window window = browser.window(locale, width, colours);
        window.page.navigate(service.url());
        window.page.waitForSelector("#username");
        List<String> violations = new ArrayList<>(window.violations());
        photograph(window, screens, locale, width, "login");
        window.login("admin", Api.ADMIN_PASSWORD);
        for (Map.Entry<String, String> page : PAGES.entrySet()) {
            window.go(page.getValue());
            window.hasNoFault();
            if (width > NARROW) {
                violations.addAll(window.violations());
            }
            photograph(window, screens, locale, width, page.getKey());
        }
        assertThat(violations).as(locale + " " + colours + " " + width).isEmpty();
        window.page.context().close();
    }

    private static void photograph(Browser.Window window, String folder, String locale, int width, String name)
            throws Exception {
        if (folder != null) {
            Path path = Path.of(folder, locale.substring(0, 2) + (width > NARROW ? "" : "-narrow"));
            Files.createDirectories(path);
            window.page.waitForTimeout(300);
            window.photograph(path.resolve(name + ".jpg"));
        }
    }

    @Test
    @Order(3)
    void aGuaranteeIsAskedForAgreedToAndEnded() {
        String guarantees = BOOKS + "/customers/0465-DTULQ?tab=guarantees";
        Browser.Window anna = browser.window("en-GB", 1440).login("anna", PASSWORD);
        anna.open(guarantees);
        anna.button("Ask to accept a guarantee").click();
        anna.page.fill("#issuer", "Bank of Somewhere");
        anna.page.fill("#reference", "LG-88");
        anna.page.fill("#amount", "10000");
        anna.page.fill("#share", "80");
        anna.page.fill("#note", "seen in the original");
        anna.page.locator(".ant-modal button[type=submit]").click();
        Locator row = anna.page.locator("tbody tr").filter(new Locator.FilterOptions().setHasText("LG-88"));
        assertThat(row).containsText("Waits for approval");
        assertThat(row).containsText("8,000.00");

        Browser.Window paul = browser.window("en-GB", 1440).login("paul", PASSWORD);
        paul.open(BOOKS + "/inbox");
        Locator waiting = paul.page.locator("tbody tr").filter(new Locator.FilterOptions().setHasText("8000.00"));
        // what it rests on is read on the customer's page before it is answered
        waiting.getByText("0465-DTULQ", new Locator.GetByTextOptions().setExact(true))
                .first()
                .click();
        assertThat(paul.page.locator("tbody tr").filter(new Locator.FilterOptions().setHasText("LG-88")))
                .containsText("seen in the original");
        paul.open(BOOKS + "/inbox");
        waiting.getByRole(AriaRole.BUTTON).first().click();
        paul.page.locator(".ant-modal .ant-btn-primary").click();
        assertThat(paul.page
                        .locator("tbody tr")
                        .filter(new Locator.FilterOptions().setHasText("8000.00"))
                        .filter(new Locator.FilterOptions().setHasText("APPROVED")))
                .isVisible(SOON);

        anna.open(guarantees);
        assertThat(row).containsText("In force");
        row.getByText("End", new Locator.GetByTextOptions().setExact(true)).click();
        anna.page.fill("#note", "returned to the bank");
        anna.page.locator(".ant-modal button[type=submit]").click();
        assertThat(row).containsText("returned to the bank");
        assertThat(row).containsText("Ended");
        // and in the ledger's register
        anna.open(BOOKS + "/credit?tab=guarantees");
        assertThat(row).hasCount(0);
        anna.page.getByLabel("State").click();
        anna.page.locator(".ant-select-item-option").getByText("Ended").click();
        assertThat(row).containsText("0465-DTULQ");
        anna.isFlawless();
        paul.isFlawless();
    }

    @Test
    @Order(3)
    void aChangeGoesFromAnEditToItsApproval() {
        Browser.Window anna = browser.window("en-GB", 1440).login("anna", PASSWORD);
        newDraft(anna, "finer limits");
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
        assertThat(anna.page.getByTestId("rule-effect").first()).isVisible(SOON);
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
        // not by Enter: before the calendar is there, that would start the run
        carl.page.locator(".ant-picker-cell[title='" + LAST_DAY + "']").click();
        carl.page
                .locator(".ant-select")
                .filter(new Locator.FilterOptions().setHas(carl.page.locator("#mode")))
                .click();
        carl.page
                .locator(".ant-select-item-option")
                .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^Apply$")))
                .click();
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

    @Test
    @Order(3)
    void whatIsTypedIsKeptWhateverHappensToASave() {
        Browser.Window anna = browser.window("en-GB", 1440).login("anna", PASSWORD);
        newDraft(anna, "kept");
        List<Route> held = new ArrayList<>();
        AtomicReference<Consumer<Route>> network = new AtomicReference<>(held::add);
        anna.page.route("**/files/ruleset.yaml", route -> {
            if (route.request().method().equals("PUT")) {
                network.get().accept(route);
            } else {
                route.resume();
            }
        });
        // typed while the save before is under way
        typeAtEnd(anna.page, "# one");
        anna.page.waitForCondition(() -> held.size() == 1);
        typeAtEnd(anna.page, "# two");
        anna.page.waitForTimeout(1_500);
        assertThat(held).as("saves under way").hasSize(1);
        network.set(Route::resume);
        held.get(0).resume();
        assertThat(saveState(anna)).hasText("Saved", soon());
        assertThat(stored("kept")).contains("# one").contains("# two");
        // typed a moment before the file is left
        typeAtEnd(anna.page, "# three");
        treeItem(anna.page, "hold.drl").click();
        treeItem(anna.page, "ruleset.yaml").click();
        assertThat(anna.page.locator(".cm-content[aria-label='ruleset.yaml']")).isVisible();
        goToEnd(anna.page);
        assertThat(anna.page.locator(".cm-content")).containsText("# three");
        assertThat(stored("kept")).contains("# three");
        // the network is away for a while
        network.set(Route::abort);
        typeAtEnd(anna.page, "# four");
        assertThat(saveState(anna)).hasText("save failed", soon());
        network.set(Route::resume);
        assertThat(saveState(anna)).hasText("Saved", soon());
        assertThat(stored("kept")).contains("# four");
        anna.forgive();
        // somebody else's change isn't overwritten
        String theirs = stored("kept") + "# theirs\n";
        put(service.url() + "/api/v1" + BOOKS + "/ruleset-drafts/kept/files/ruleset.yaml", theirs);
        typeAtEnd(anna.page, "# five");
        assertThat(saveState(anna)).hasText("conflict", soon());
        assertThat(stored("kept")).isEqualTo(theirs);
        anna.forgive();
        anna.button("Load theirs").click();
        assertThat(saveState(anna)).hasText("Saved", soon());
        goToEnd(anna.page);
        assertThat(anna.page.locator(".cm-content")).containsText("# theirs");
        anna.isFlawless();
    }

    @Test
    @Order(3)
    void aTableIsEditedAsASheetHoweverLargeAndItsDoubtsAreMarked() {
        Browser.Window anna = browser.window("en-GB", 1440).login("anna", PASSWORD);
        newDraft(anna, "tables");
        // the rows of a table that leave a gap between them say so in their cells
        String drafts = service.url() + "/api/v1" + BOOKS + "/ruleset-drafts/tables/files/";
        String bands = Api.admin().get(drafts + "grade/bands.drl.csv").asString();
        put(drafts + "grade/bands.drl.csv", bands.replace("B,B,70,85,B", "B,B,70,80,B"));
        anna.open(BOOKS + "/rules/tables?file=grade/bands.drl.csv");
        Locator doubt =
                anna.page.locator("[data-testid=grid] .dsg-cell.cell-doubt").first();
        assertThat(doubt).isVisible(SOON);
        doubt.click();
        assertThat(anna.page.getByTestId("cell-message")).containsText("matches");

        StringBuilder large = new StringBuilder();
        for (int row = 0; row < 10_000; row++) {
            large.append(row).append(",x".repeat(79)).append('\n');
        }
        put(drafts + "score/large.drl.csv", large.toString());
        anna.open(BOOKS + "/rules/tables?file=score/large.drl.csv");
        Locator cell =
                anna.page.locator("[data-testid=grid] .dsg-row .dsg-cell").nth(12);
        assertThat(cell).isVisible(SOON);
        cell.click();
        anna.page.keyboard().type("changed");
        anna.page.keyboard().press("Enter");
        anna.page.waitForCondition(
                () -> Api.admin().get(drafts + "score/large.drl.csv").asString().contains("changed"));
        assertThat(Api.admin().get(drafts + "score/large.drl.csv").asString()).hasLineCount(10_000);
        anna.hasNoFault();
    }

    /** Of the serving rules, open at its first file. */
    private static void newDraft(Browser.Window window, String name) {
        window.open(BOOKS + "/rules");
        window.button("New draft").click();
        window.page.fill("#name", name);
        window.page.locator(".ant-modal button[type=submit]").click();
        assertThat(window.page.locator(".cm-content")).isVisible(SOON);
    }

    /** As somebody else who edits the same draft. */
    private static void put(String file, String text) {
        String tag = Api.admin().get(file).header("ETag");
        Api.admin()
                .contentType(ContentType.BINARY)
                .headers(tag == null ? Map.of() : Map.of("If-Match", tag))
                .body(text.getBytes(StandardCharsets.UTF_8))
                .put(file)
                .then()
                .statusCode(tag == null ? 201 : 200);
    }

    private static String stored(String draft) {
        return Api.admin()
                .get(service.url() + "/api/v1" + BOOKS + "/ruleset-drafts/" + draft + "/files/ruleset.yaml")
                .asString();
    }

    private static Locator saveState(Browser.Window window) {
        return window.page.getByTestId("save-state");
    }

    private static LocatorAssertions.HasTextOptions soon() {
        return new LocatorAssertions.HasTextOptions().setTimeout(30_000);
    }

    private static Locator treeItem(Page page, String file) {
        return page.locator(".ant-tree-title").filter(new Locator.FilterOptions().setHasText(file));
    }

    private static void goToEnd(Page page) {
        page.locator(".cm-content").click();
        page.keyboard().press("Control+End");
    }

    private static void typeAtEnd(Page page, String line) {
        goToEnd(page);
        page.keyboard().insertText(line + "\n");
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
