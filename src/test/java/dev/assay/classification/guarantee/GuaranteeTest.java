package dev.assay.classification.guarantee;

import static dev.assay.fixture.Books.invoice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.comparesEqualTo;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasToString;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assay.fixture.ALedger;
import dev.assay.fixture.Api;
import dev.assay.fixture.Books;
import dev.assay.fixture.People;
import dev.assay.fixture.Runs;
import dev.assay.fixture.ServiceTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What others guarantee for a customer, from the asking to the limit, and back. */
@ServiceTest
class GuaranteeTest {

    private static final int MONTHS = 14;

    private static int references;
    private static People.Session controller;
    private static People.Session approver;
    private static People.Session chief;

    private final LocalDate today = LocalDate.now(ZoneId.of("Asia/Shanghai"));
    private Books books;

    @Inject
    DataSource database;

    @BeforeEach
    void aCustomerThatPaysOnTime() {
        if (controller == null) {
            controller = People.person("guarantee-controller", "{\"roles\":[\"CONTROLLER\",\"APPROVER\"]}");
            approver = People.person("guarantee-approver", "{\"roles\":[\"APPROVER\"],\"approvalLimit\":50000}");
            chief = People.person("guarantee-chief", "{\"roles\":[\"APPROVER\"]}");
        }
        books = Books.inCny();
        customer("C1");
    }

    @Test
    void itsShareAddsToTheLimitOnceAnotherPersonAgreed() {
        BigDecimal alone = limit(trial("C1", today));
        int request = asked("C1", "100000", "0.8", "");
        guarantees("C1").body("[0].state", equalTo("REQUESTED")).body("[0].acceptedAt", nullValue());
        assertThat(limit(trial("C1", today))).isEqualByComparingTo(alone);
        answer(controller, request, "approve").statusCode(403); // his own
        answer(approver, request, "approve").statusCode(403); // 80,000 is more than his authority
        answer(chief, request, "approve").statusCode(200).body("state", equalTo("APPROVED"));
        guarantees("C1").body("[0].state", equalTo("ACTIVE")).body("[0].accepted", comparesEqualTo(money("80000")));

        JsonNode decision = grade("C1");
        assertThat(limit(decision)).isEqualByComparingTo(alone.add(money("80000")));
        assertThat(decision.path("facts").path("acceptedGuarantees").decimalValue())
                .isEqualByComparingTo("80000");
        assertThat(decision.path("reasons").findValuesAsText("code")).contains("GUARANTEES");
        Api.admin()
                .contentType("application/json")
                .body("{}")
                .post(books.path("decisions/" + decision.path("id").asLong() + "/replay"))
                .then()
                .body("result", equalTo("SAME"));
        position()
                .body("limit.amount", comparesEqualTo(alone.add(money("80000"))))
                .body("limit.guarantees.counted", comparesEqualTo(money("80000")))
                .body("limit.guarantees.inForce", comparesEqualTo(money("80000")))
                .body("limit.guarantees.all", equalTo(books.path("customers/C1/guarantees")));
    }

    @Test
    void whatEndedCantBeUsedOfTheLimitAndTheNextRunTakesItOff() {
        BigDecimal alone = limit(trial("C1", today));
        accepted("C1", "20000", "1", "");
        int ending = accepted("C1", "30000", "1", "");
        grade("C1");
        BigDecimal whole = alone.add(money("50000"));
        Runs.finish(books, Runs.start(books, "{\"asOf\":\"" + today + "\",\"mode\":\"APPLY\"}"));
        runChanged(0);
        assertThat(decision("O1", whole)).isEqualTo("WARN");
        end("C1", ending, "{\"note\":\"returned to the bank\"}")
                .statusCode(200)
                .body("[0].state", equalTo("ENDED"))
                .body("[0].endedBy", equalTo("guarantee-controller"))
                .body("[0].endNote", equalTo("returned to the bank"));

        BigDecimal left = alone.add(money("20000"));
        position()
                .body("limit.amount", comparesEqualTo(left))
                .body("limit.rules.amount", comparesEqualTo(whole))
                .body("limit.guarantees.counted", comparesEqualTo(money("50000")))
                .body("limit.guarantees.inForce", comparesEqualTo(money("20000")));
        books.get("customers/C1/classification")
                .body("creditLimit.amount", comparesEqualTo(whole))
                .body("effective.creditLimit.amount", comparesEqualTo(left));
        assertThat(check("O1", whole).extract().<List<String>>path("checks.code"))
                .contains("LIMIT_EXCEEDED", "LIMIT_EXPIRED");
        assertThat(check("O1", whole.add(money("0.01"))).extract().<List<String>>path("checks.code"))
                .contains("LIMIT_EXCEEDED")
                .doesNotContain("LIMIT_EXPIRED");
        assertThat(decision("O1", left)).isEqualTo("WARN");

        runChanged(1);
        position()
                .body("limit.amount", comparesEqualTo(left))
                .body("limit.rules.amount", comparesEqualTo(left))
                .body("limit.guarantees.counted", comparesEqualTo(money("20000")));
        runChanged(0);
        end("C1", ending, "{\"note\":\"again\"}").statusCode(409);
        end("C1", 0, "{\"note\":\"nobody's\"}").statusCode(404);
        Api.admin().get(books.path("audit/verify")).then().body("intact", equalTo(true));
        Api.admin()
                .get(books.path("audit?entity=guarantee"))
                .then()
                .body("items.key", equalTo(List.of(String.valueOf(ending))));
    }

    @Test
    void aRiseThatWaitsDoesntLendWhatEnded() {
        BigDecimal granted = limit(grade("C1", today.minusDays(1)));
        int id = accepted("C1", "9000000", "1", "");
        assertThat(grade("C1").path("creditLimit").path("status").asText()).isEqualTo("PENDING");
        position().body("limit.amount", comparesEqualTo(granted));
        end("C1", id, "{\"note\":\"worthless\"}").statusCode(200);
        position().body("limit.amount", comparesEqualTo(granted));
    }

    @Test
    void aLimitThatAPersonSetStandsWithoutGuarantees() {
        int id = accepted("C1", "30000", "1", "");
        grade("C1");
        int override = controller
                .request()
                .body("""
                        {"field":"LIMIT","value":{"type":"AMOUNT","amount":7000},"reason":"agreed","evidence":"a letter",
                         "expiresOn":"%s"}""".formatted(today.plusDays(9)))
                .post(books.path("customers/C1/overrides"))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        answer(chief, override, "approve").statusCode(200);
        end("C1", id, "{\"note\":\"returned\"}").statusCode(200);
        position().body("limit.amount", comparesEqualTo(money("7000")));
    }

    @Test
    void whatWasDecidedBeforeStaysWhatItWas() {
        JsonNode before = grade("C1");
        accepted("C1", "30000", "1", ",\"validFrom\":\"" + today.minusDays(100) + "\"");
        replay(before, "{}")
                .body("result", equalTo("DATA_CHANGED"))
                .body("differences.name", equalTo(List.of("acceptedGuarantees")));
        replay(before, "{\"knownAt\":\"" + before.path("knownAt").asText() + "\"}")
                .body("result", equalTo("SAME"));
        assertThat(guaranteed("C1", today.minusDays(100))).isEqualByComparingTo("30000");
        assertThat(guaranteed("C1", today.minusDays(101))).isZero();
    }

    @Test
    void anotherOneTakesItsPlaceFromItsFirstDayOn() {
        int old = accepted("C1", "30000", "1", from(-50));
        int extended = accepted("C1", "45000", "1", replacing(old, -10));
        assertThat(guaranteed("C1", today)).isEqualByComparingTo("45000");
        assertThat(guaranteed("C1", today.minusDays(11))).isEqualByComparingTo("30000");
        assertThat(state(old)).isEqualTo("REPLACED");
        int later = accepted("C1", "1", "1", replacing(extended, 10));
        assertThat(state(later)).isEqualTo("COMING");
        assertThat(guaranteed("C1", today.plusDays(9))).isEqualByComparingTo("45000");
        assertThat(guaranteed("C1", today.plusDays(10))).isEqualByComparingTo("1");
        guarantees("C1")
                .body(
                        "find { it.id == " + extended + " }.replacedFrom",
                        equalTo(today.plusDays(10).toString()));
        // the one that was to come is replaced itself, by one that begins today: one of them counts on each day
        int corrected = accepted("C1", "46000", "1", replacing(later, 0));
        assertThat(guaranteed("C1", today)).isEqualByComparingTo("46000");
        assertThat(guaranteed("C1", today.plusDays(10))).isEqualByComparingTo("46000");
        assertThat(state(later)).isEqualTo("REPLACED");
        assertThat(state(extended)).isEqualTo("REPLACED");
        ask("C1", "1", "1", replacing(corrected + 1_000_000, 0)).statusCode(409);
    }

    /** Nobody answered before the old one's last day went by: the days between count for nothing, and no day twice. */
    @Test
    void aRenewalIsAgreedToAfterTheLastDay() throws Exception {
        int old = accepted("C1", "30000", "1", from(-50) + until(0));
        int waits = asked("C1", "40000", "1", replacing(old, 0));
        lastDay(old, today.minusDays(3));
        assertThat(state(old)).isEqualTo("EXPIRED");
        assertThat(guaranteed("C1", today)).isZero();
        answer(chief, waits, "approve").statusCode(200);
        assertThat(state(old)).isEqualTo("REPLACED");
        assertThat(guaranteed("C1", today)).isEqualByComparingTo("40000");
        assertThat(guaranteed("C1", today.minusDays(1))).isZero();
        assertThat(guaranteed("C1", today.minusDays(3))).isEqualByComparingTo("30000");
        // it may be asked for that late, too
        lastDay(old + 1, today.minusDays(1));
        assertThat(state(old + 1)).isEqualTo("EXPIRED");
        accepted("C1", "50000", "1", replacing(old + 1, 0));
        assertThat(guaranteed("C1", today)).isEqualByComparingTo("50000");
    }

    /** As if it had been so from the start, and time had gone by. */
    private void lastDay(int id, LocalDate day) throws SQLException {
        books.alter(database, "update guarantee set valid_until = ? where id = ?", day, id);
    }

    @Test
    void aReplacementThatIsCalledOffLeavesWhatItWasToReplace() {
        int old = accepted("C1", "30000", "1", from(-50));
        int coming = accepted("C1", "40000", "1", replacing(old, 10));
        end("C1", coming, "{\"note\":\"the bank won't\"}").statusCode(200);
        assertThat(state(coming)).isEqualTo("ENDED");
        assertThat(state(old)).isEqualTo("ACTIVE");
        assertThat(guaranteed("C1", today.plusDays(10))).isEqualByComparingTo("30000");
        // one that is to be replaced ends as any other
        accepted("C1", "50000", "1", replacing(old, 20));
        end("C1", old, "{\"note\":\"called today\"}").statusCode(200);
        assertThat(guaranteed("C1", today)).isZero();
        assertThat(guaranteed("C1", today.plusDays(19))).isZero();
        assertThat(guaranteed("C1", today.plusDays(20))).isEqualByComparingTo("50000");
    }

    @Test
    void theSameDocumentCountsOnceOnEachDay() {
        String document = ",\"reference\":\"LG-1\",\"issuer\":\"Bank of Somewhere\"";
        int waits = asked("C1", "10000", "1", document + from(-100));
        int first = accepted("C1", "10000", "1", document + from(-50));
        answer(chief, waits, "approve").statusCode(409);
        ask("C1", "10000", "1", document).statusCode(409);
        ask("C1", "10000", "1", document + from(-200)).statusCode(409);
        ask("C1", "10000", "1", document + replacing(first, 0)).statusCode(201);
        end("C1", first, "{\"note\":\"returned\",\"endedOn\":\"" + today.minusDays(5) + "\"}")
                .statusCode(200);
        ask("C1", "10000", "1", document + from(-6)).statusCode(409);
        ask("C1", "10000", "1", document + from(-5)).statusCode(201);
        ask("C1", "10000", "1", replacing(first, 0)).statusCode(409);
    }

    @Test
    void aGradingDoesntLendAgainWhatEnded() {
        int id = accepted("C1", "9000000", "1", "");
        BigDecimal whole = limit(grade("C1"));
        BigDecimal alone = whole.subtract(money("9000000"));
        end("C1", id, "{\"note\":\"called\"}").statusCode(200);
        JsonNode tomorrow = grade("C1", today.plusDays(1));
        assertThat(limit(tomorrow)).isEqualByComparingTo(alone);
        assertThat(tomorrow.path("facts").path("previousLimit").decimalValue())
                .as("of what stood, what no guarantee backs")
                .isEqualByComparingTo(alone);
        accepted("C1", "8000000", "1", "");
        JsonNode dayAfter = grade("C1", today.plusDays(2));
        assertThat(limit(dayAfter)).isEqualByComparingTo(alone.add(money("8000000")));
        assertThat(dayAfter.path("creditLimit").path("status").asText()).isEqualTo("PENDING");
        position().body("limit.amount", comparesEqualTo(alone));
    }

    /** Whoever agrees, ends and repairs at the same time waits in one order. */
    @Test
    void nobodyWaitsInARing() throws Exception {
        List<Integer> requests = new ArrayList<>();
        List<Integer> counting = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            counting.add(accepted("C1", "100", "1", ""));
            requests.add(asked("C1", "100", "1", ""));
        }
        ExecutorService people = Executors.newFixedThreadPool(3);
        try {
            Future<List<Integer>> agreed = people.submit(() -> requests.stream()
                    .map(each -> answer(chief, each, "approve").extract().statusCode())
                    .toList());
            Future<List<Integer>> ended = people.submit(() -> counting.stream()
                    .map(each ->
                            end("C1", each, "{\"note\":\"over\"}").extract().statusCode())
                    .toList());
            Future<List<Integer>> repaired = people.submit(() -> counting.stream()
                    .map(each ->
                            books.adminPost("open-items/repair", "").extract().statusCode())
                    .toList());
            assertThat(agreed.get()).containsOnly(200);
            assertThat(ended.get()).containsOnly(200);
            assertThat(repaired.get()).containsOnly(200);
        } finally {
            people.shutdown();
        }
        assertThat(guaranteed("C1", today)).isEqualByComparingTo("1200");
    }

    @Test
    void itIsToldAsAnEvent() {
        int id = accepted("C1", "100", "0.5", "");
        end("C1", id, "{\"note\":\"over\"}").statusCode(200);
        await().untilAsserted(() -> Api.erp()
                .get(books.path("events?after=0&limit=1000"))
                .then()
                .statusCode(200)
                .body("items.type", hasItems("dev.assay.guarantee.accepted", "dev.assay.guarantee.ended"))
                .body("items.find { it.type == 'dev.assay.guarantee.accepted' }.data.accepted", hasToString("50")));
    }

    @Test
    void whatIsRefusedOrWithdrawnNeverCounts() {
        answer(chief, asked("C1", "1000", "1", ""), "reject").statusCode(200);
        answer(controller, asked("C1", "1000", "1", ""), "withdraw").statusCode(200);
        guarantees("C1").body("state", equalTo(List.of("REFUSED", "REFUSED")));
        assertThat(guaranteed("C1", today)).isZero();
        int id = guarantees("C1").extract().path("[0].id");
        end("C1", id, "{\"note\":\"never was\"}").statusCode(409);
    }

    @Test
    void aForeignOneCountsAtItsRateRoundedOnce() {
        JsonNode answer = Api.body(ask("C1", "1000.55", "0.3333", ",\"currency\":\"USD\",\"rate\":7.12345")
                .statusCode(201));
        // 1000.55 × 7.12345 × 0.3333 = 2375.5517...
        assertThat(answer.path("amount").decimalValue()).isEqualByComparingTo("2375.55");
        Books yen = new Books(ALedger.in("JPY").create());
        yen.customer("C1");
        controller
                .request()
                .body(body("1001", "0.5", ""))
                .post(yen.path("customers/C1/guarantees"))
                .then()
                .statusCode(201)
                .body("amount", comparesEqualTo(501));
    }

    @Test
    void badWishesAreNamedFieldByField() {
        controller
                .request()
                .body(
                        "{\"acceptedShare\":1.01,\"amount\":0,\"validUntil\":\"2020-01-01\",\"validFrom\":\"1999-01-01\"}")
                .post(books.path("customers/C1/guarantees"))
                .then()
                .statusCode(422)
                .body(
                        "errors.pointer",
                        containsInAnyOrder(
                                "/kind",
                                "/issuer",
                                "/reference",
                                "/note",
                                "/amount",
                                "/acceptedShare",
                                "/validFrom",
                                "/validUntil"));
        for (String number : List.of("1e-999999999", "1e999999999", "-1", "\"much\"")) {
            assertThat(ask("C1", number, "1", "").extract().statusCode())
                    .as(number)
                    .isIn(400, 422);
            assertThat(ask("C1", "1", number, "").extract().statusCode())
                    .as(number)
                    .isIn(400, 422);
            assertThat(ask("C1", "1", "1", ",\"currency\":\"USD\",\"rate\":" + number)
                            .extract()
                            .statusCode())
                    .as(number)
                    .isIn(400, 422);
        }
        ask("C1", "1", "1", ",\"currency\":\"ABC\",\"rate\":1")
                .statusCode(422)
                .body("errors.pointer", equalTo(List.of("/currency")));
        ask("C1", "1", "1", ",\"currency\":\"USD\"").statusCode(422).body("errors.pointer", equalTo(List.of("/rate")));
        ask("NOBODY", "1", "1", "").statusCode(404);
        guarantees("C1").body("$", empty());
        int id = accepted("C1", "1", "1", "");
        end("C1", id, "{}").statusCode(422).body("errors.pointer", equalTo(List.of("/note")));
        end("C1", id, "{\"note\":\"n\",\"endedOn\":\"" + today.plusDays(1) + "\"}")
                .statusCode(422)
                .body("errors.pointer", equalTo(List.of("/endedOn")));
    }

    @Test
    void whatEndsSoonIsDueAndTheRegisterHasThemAll() {
        accepted("C1", "500", "0.5", ",\"validUntil\":\"" + today.plusDays(3) + "\"");
        int other = accepted("C1", "600", "1", ",\"validUntil\":\"" + today.plusDays(30) + "\"");
        controller
                .request()
                .get(books.path("due?days=7"))
                .then()
                .statusCode(200)
                .body("guaranteesExpiring.customerCode", equalTo(List.of("C1")))
                .body("guaranteesExpiring[0].accepted", comparesEqualTo(money("250")))
                .body(
                        "guaranteesExpiring[0].validUntil",
                        equalTo(today.plusDays(3).toString()));
        register("").body("id", hasItem(other)).body("customerCode", hasItem("C1"));
        register("?limit=1&before=" + other).body("size()", equalTo(1)).body("id", not(hasItem(other)));
        register("?state=ENDED").body("$", empty());
    }

    @Test
    void whoStandsInForSomebodyErasedIsErasedToo() {
        Api.erp()
                .contentType("application/json")
                .body("{\"name\":\"Li Lei\",\"type\":\"INDIVIDUAL\"}")
                .put(books.path("customers/P1"))
                .then()
                .statusCode(201);
        int id = accepted("P1", "500", "1", ",\"issuer\":\"Han Meimei\",\"reference\":\"her word\"");
        controller
                .request()
                .body("{\"reason\":\"asked for\"}")
                .post(books.path("customers/P1/erasure"))
                .then()
                .statusCode(204);
        ValidatableResponse left = guarantees("P1").body("[0].id", equalTo(id));
        assertThat(left.extract().asString()).doesNotContain("Meimei").doesNotContain("her word");
        assertThat(chief.request().get(books.path("change-requests")).asString())
                .doesNotContain("Meimei")
                .doesNotContain("her word");
    }

    /** Against a plain sum: windows of every kind, ended and replaced, alone and in a run over all. */
    @Test
    void anyHistoryAddsUpLikeByHand() {
        Random random = new Random(20261129);
        List<Given> all = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            LocalDate from = today.plusDays(random.nextInt(80) - 60);
            LocalDate until = random.nextInt(4) == 0
                    ? LocalDate.MAX
                    : (from.isAfter(today) ? from : today).plusDays(random.nextInt(30));
            BigDecimal amount = BigDecimal.valueOf(100 + random.nextInt(9_999_999), 2);
            BigDecimal share = BigDecimal.valueOf(100 + random.nextInt(9_900), 4);
            Given replaced = random.nextInt(3) == 0
                    ? all.stream()
                            .filter(each -> each.ended == null)
                            .skip(random.nextInt(3))
                            .findFirst()
                            .orElse(null)
                    : null;
            String more = ",\"validFrom\":\"" + from + "\""
                    + (until.equals(LocalDate.MAX) ? "" : ",\"validUntil\":\"" + until + "\"")
                    + (replaced == null ? "" : ",\"replaces\":" + replaced.id);
            Given given = new Given();
            given.id = accepted("C1", amount.toString(), share.toString(), more);
            given.first = replaced == null ? given.id : replaced.first;
            given.from = from;
            given.until = until;
            given.accepted = amount.multiply(share).setScale(2, RoundingMode.HALF_UP);
            all.add(given);
            Given ending = all.get(random.nextInt(all.size()));
            if (random.nextInt(4) == 0 && List.of("ACTIVE", "COMING").contains(state(ending.id))) {
                ending.ended = ending.from.isAfter(today)
                        ? ending.from
                        : today.minusDays(random.nextInt((int) (today.toEpochDay() - ending.from.toEpochDay()) + 1));
                end("C1", ending.id, "{\"note\":\"over\",\"endedOn\":\"" + ending.ended + "\"}")
                        .statusCode(200);
            }
        }
        assertThat(all).anyMatch(each -> each.ended != null).anyMatch(each -> each.first != each.id);
        for (int days = -61; days <= 31; days += 4) {
            LocalDate day = today.plusDays(days);
            assertThat(guaranteed("C1", day)).as("on " + day).isEqualByComparingTo(sum(all, day));
        }
        customer("C2");
        Runs.finish(books, Runs.start(books, "{\"asOf\":\"" + today + "\",\"mode\":\"APPLY\"}"));
        books.get("customers/C1/classification").body("facts.acceptedGuarantees", comparesEqualTo(sum(all, today)));
        books.get("customers/C2/classification").body("facts.acceptedGuarantees", comparesEqualTo(BigDecimal.ZERO));
    }

    private static final class Given {
        private int id;
        private int first;
        private LocalDate from;
        private LocalDate until;
        private LocalDate ended;
        private BigDecimal accepted;
    }

    /** Of those that replaced one another the last counts that has begun, unless it was called off before. */
    private static BigDecimal sum(List<Given> all, LocalDate day) {
        Map<Integer, Given> counting = new HashMap<>();
        for (Given each : all) {
            boolean calledOff = each.ended != null && !each.ended.isAfter(each.from);
            if (!day.isBefore(each.from) && !calledOff) {
                counting.put(each.first, each);
            }
        }
        return counting.values().stream()
                .filter(each -> !day.isAfter(each.until))
                .filter(each -> each.ended == null || day.isBefore(each.ended))
                .map(each -> each.accepted)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private String from(int days) {
        return ",\"validFrom\":\"" + today.plusDays(days) + "\"";
    }

    private String until(int days) {
        return ",\"validUntil\":\"" + today.plusDays(days) + "\"";
    }

    private String replacing(int id, int days) {
        return ",\"replaces\":" + id + from(days);
    }

    private String state(int id) {
        return guarantees("C1").extract().path("find { it.id == " + id + " }.state");
    }

    private void customer(String code) {
        books.customer(code);
        books.feed(IntStream.rangeClosed(1, MONTHS)
                .mapToObj(month -> {
                    LocalDate day = today.minusDays(30L * month);
                    return invoice(
                            code + "-" + month,
                            code,
                            day.toString(),
                            day.plusDays(30).toString(),
                            "40000.00",
                            day.plusDays(20).toString());
                })
                .toArray(String[]::new));
    }

    private BigDecimal guaranteed(String code, LocalDate day) {
        return trial(code, day).path("facts").path("acceptedGuarantees").decimalValue();
    }

    private static BigDecimal limit(JsonNode decision) {
        return decision.path("creditLimit").path("amount").decimalValue();
    }

    private JsonNode trial(String code, LocalDate day) {
        return Api.body(books.post("customers/" + code + "/evaluations", "{\"asOf\":\"" + day + "\",\"apply\":false}")
                .statusCode(201));
    }

    private JsonNode grade(String code) {
        return grade(code, today);
    }

    private JsonNode grade(String code, LocalDate day) {
        return Api.body(books.post("customers/" + code + "/evaluations", "{\"asOf\":\"" + day + "\"}")
                .statusCode(201));
    }

    private void runChanged(int customers) {
        JsonNode run = Runs.finish(
                books, Runs.start(books, "{\"asOf\":\"" + today + "\",\"mode\":\"APPLY\",\"scope\":\"CHANGED\"}"));
        assertThat(run.path("customers").asInt()).isEqualTo(customers);
    }

    private String decision(String order, BigDecimal amount) {
        return check(order, amount).extract().path("decision");
    }

    private ValidatableResponse check(String order, BigDecimal amount) {
        return books.post(
                        "credit-checks",
                        "{\"orderId\":\"" + order + "\",\"customerCode\":\"C1\",\"amount\":" + amount + "}")
                .statusCode(200);
    }

    private ValidatableResponse replay(JsonNode decision, String body) {
        return Api.admin()
                .contentType("application/json")
                .body(body)
                .post(books.path("decisions/" + decision.path("id").asLong() + "/replay"))
                .then()
                .statusCode(200);
    }

    private ValidatableResponse position() {
        return books.get("customers/C1/credit").statusCode(200);
    }

    private ValidatableResponse register(String query) {
        return books.get("guarantees" + query).statusCode(200);
    }

    private ValidatableResponse guarantees(String code) {
        return books.get("customers/" + code + "/guarantees").statusCode(200);
    }

    private ValidatableResponse end(String code, int id, String body) {
        return controller
                .request()
                .body(body)
                .post(books.path("customers/" + code + "/guarantees/" + id + "/end"))
                .then();
    }

    /** Asked for and agreed to; returns its id. */
    private int accepted(String code, String amount, String share, String more) {
        answer(chief, asked(code, amount, share, more), "approve").statusCode(200);
        return guarantees(code).extract().path("[0].id");
    }

    private int asked(String code, String amount, String share, String more) {
        return ask(code, amount, share, more).statusCode(201).extract().path("id");
    }

    private ValidatableResponse ask(String code, String amount, String share, String more) {
        return controller
                .request()
                .body(body(amount, share, more))
                .post(books.path("customers/" + code + "/guarantees"))
                .then();
    }

    /** @param more fields that are added; a reference of its own unless that names one */
    private static String body(String amount, String share, String more) {
        String reference = more.contains("\"reference\"") ? "" : ",\"reference\":\"LG-" + ++references + "-own\"";
        String issuer = more.contains("\"issuer\"") ? "" : ",\"issuer\":\"Bank of Somewhere\"";
        return "{\"kind\":\"BANK_GUARANTEE\",\"amount\":" + amount + ",\"acceptedShare\":" + share
                + ",\"note\":\"seen in the original\"" + issuer + reference + more + "}";
    }

    private ValidatableResponse answer(People.Session who, int request, String what) {
        return who.request()
                .body("{\"comment\":\"seen\"}")
                .post(books.path("change-requests/" + request + "/" + what))
                .then();
    }

    private static BigDecimal money(String amount) {
        return new BigDecimal(amount);
    }
}
