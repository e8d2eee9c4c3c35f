package dev.assay.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.assay.fixture.ALedger;
import dev.assay.fixture.Api;
import dev.assay.fixture.ServiceTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Finding customers. */
@ServiceTest
class CustomerSearchTest {

    private static final String CUSTOMERS = """
            {"code":"C1","name":"深圳市华为技术有限公司","type":"ENTERPRISE","taxId":"91350100M000100Y43","industry":"telecom","region":"华南","size":"LARGE","tags":["vip","export"],"attributes":{"channel":"DIRECT","since":"2019-03-01","discount":2.50},"contacts":[{"code":"P1","name":"王芳","phone":"0755-28780808","email":"wang@example.cn"}],"owner":"li","department":"south"}
            {"code":"C2","name":"中兴通讯股份有限公司","industry":"telecom","region":"华南","tags":["vip"],"attributes":{"channel":"DEALER"},"parentCode":"C1","owner":"li","department":"south"}
            {"code":"C3","name":"华为终端有限公司","region":"华东","parentCode":"C1","status":"INACTIVE"}
            {"code":"D1","name":"Microsoft (China) Co., Ltd.","region":"US","size":"LARGE","attributes":{"discount":10}}
            {"code":"D2","name":"Macrosoft Trading","region":"US","status":"ARCHIVED"}
            {"code":"E1","name":"张伟","type":"INDIVIDUAL","owner":"zhao"}
            """;

    private String ledger;

    @BeforeEach
    void openLedger() {
        ledger = ALedger.inCny()
                .with(
                        "attributeDefinitions",
                        List.of(
                                Map.of("key", "channel", "type", "CHOICE", "options", List.of("DIRECT", "DEALER")),
                                Map.of("key", "since", "type", "DATE", "options", List.of()),
                                Map.of("key", "discount", "type", "NUMBER", "options", List.of())))
                .create();
        load(CUSTOMERS);
    }

    @ParameterizedTest
    @CsvSource({
        "code=C, C1 C2 C3",
        "code=D2, D2",
        "type=INDIVIDUAL, E1",
        "taxId=91350100m000100y43, C1",
        "industry=telecom, C1 C2",
        "region=华南, C1 C2",
        "size=LARGE, C1 D1",
        "tag=vip, C1 C2",
        "tag=vip&tag=export, C1",
        "attribute.channel=DEALER, C2",
        "attribute.since=2019-03-01, C1",
        "attribute.discount=2.5, C1",
        "attribute.discount=10.00, D1",
        "contact=P1, C1",
        "contact=王芳, C1",
        "contact=0755-28780808, C1",
        "contact=wang@example.cn, C1",
        "parentCode=C1, C2 C3",
        "owner=li, C1 C2",
        "department=south, C1 C2",
        "status=ARCHIVED, D2",
        "owner=li&tag=export, C1",
        "code=C&name=华为&status=ACTIVE, C1",
        "code=Z, ''",
        "parentCode=NOBODY, ''",
    })
    void everyFieldFinds(String query, String codes) {
        assertThat(codes(search(query))).containsExactly(codes.isEmpty() ? new String[0] : codes.split(" "));
    }

    @ParameterizedTest
    @CsvSource({
        "华为, C3 C1",
        "华为技术, C1",
        "华维技术, C1",
        "技术, C1",
        "华为有限公司, C3 C1 C2",
        "股份有限, C2",
        "张伟, E1",
        "ＭＩＣＲＯＳＯＦＴ, D1 D2",
        "micorsoft, D1",
        "mircosoft china, D1",
        "macrosoft, D2 D1",
        "ZZZZ, ''",
    })
    void namesAreFoundByLikenessMostAlikeFirst(String name, String codes) {
        List<String> found = codes(search("name=" + name));

        assertThat(found).containsExactly(codes.isEmpty() ? new String[0] : codes.split(" "));
    }

    @Test
    void pagesFollowEachOtherToTheEnd() {
        assertThat(walk("limit=2")).containsExactly("C1", "C2", "C3", "D1", "D2", "E1");
        assertThat(walk("name=有限公司&limit=1")).containsExactlyInAnyOrder("C1", "C2", "C3");
        search("limit=6").then().body("nextCursor", nullValue());
    }

    @Test
    void aCursorBelongsToItsSearch() {
        String cursor = search("limit=2").path("nextCursor");

        assertThat(cursor).matches("[A-Za-z0-9_-]+");
        search("limit=2&owner=li&cursor=" + cursor)
                .then()
                .statusCode(400)
                .body("detail", containsString("other parameters"));
        search("limit=3&cursor=" + cursor).then().statusCode(200).body("items.code", contains("C3", "D1", "D2"));
        search("name=soft&cursor=" + cursor).then().statusCode(400);
    }

    @Test
    void anotherLedgersCustomersAreNotFound() {
        String other = ALedger.in("USD").create();

        Api.erp()
                .get("/api/v1/ledgers/" + other + "/customers?name=华为")
                .then()
                .statusCode(200)
                .body("items", empty());
        Api.erp().get("/api/v1/ledgers/" + other + "/customers").then().body("items.size()", equalTo(0));
    }

    @Test
    void aChangedCustomerIsFoundByWhatItIsNow() {
        load("{\"code\":\"E1\",\"name\":\"李娜\",\"tags\":[\"new\"]}");

        assertThat(codes(search("name=张伟"))).isEmpty();
        assertThat(codes(search("tag=new"))).containsExactly("E1");
    }

    private List<String> walk(String query) {
        List<String> codes = new ArrayList<>();
        String cursor = null;
        do {
            Response page = search(query + (cursor == null ? "" : "&cursor=" + cursor));
            codes.addAll(codes(page));
            cursor = page.path("nextCursor");
        } while (cursor != null);
        return codes;
    }

    private static List<String> codes(Response response) {
        return response.then().statusCode(200).extract().path("items.code");
    }

    private Response search(String query) {
        var request = Api.erp();
        for (String parameter : query.split("&")) {
            request.queryParam(parameter.split("=")[0], parameter.split("=")[1]);
        }
        return request.get("/api/v1/ledgers/" + ledger + "/customers");
    }

    private void load(String lines) {
        Api.erp()
                .contentType("application/x-ndjson")
                .body(lines.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/ledgers/" + ledger + "/customers/batch")
                .then()
                .statusCode(200)
                .body("rejected", equalTo(0));
    }
}
