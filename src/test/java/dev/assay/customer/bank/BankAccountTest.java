package dev.assay.customer.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import dev.assay.fixture.Api;
import dev.assay.fixture.Books;
import dev.assay.fixture.DatabaseResource;
import dev.assay.fixture.ServiceTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bank accounts: whole nowhere but in an answer that somebody gave a reason for. */
@ServiceTest
class BankAccountTest {

    private static final String NUMBER = "6222021234567890123";

    @Inject
    DataSource database;

    private Books books;

    @BeforeEach
    void aCustomer() {
        books = Books.inCny().customer("C1");
    }

    private int added() {
        return books.post(
                        "customers/C1/bank-accounts",
                        "{\"bank\":\"工商银行\",\"holder\":\"Customer C1\",\"number\":\"6222 0212 3456 7890 123\"}")
                .statusCode(201)
                .body("number", equalTo("•••• 0123"))
                .body("currency", equalTo("CNY"))
                .extract()
                .path("id");
    }

    @Test
    void aNumberIsMaskedEverywhereAndRevealedOnTheRecord() throws Exception {
        int id = added();
        books.get("customers/C1/bank-accounts").statusCode(200).body("[0].number", equalTo("•••• 0123"));
        assertThat(sealed(id)).startsWith("now:").doesNotContain(NUMBER);
        reveal(id, "").statusCode(422);
        books.post("customers/C1/bank-accounts/" + id + "/reveal", "{\"reason\":\"I am curious\"}")
                .statusCode(403);
        reveal(id, "a refund").statusCode(200).body("number", equalTo(NUMBER));
        String record = Api.admin().get(books.path("audit?entity=bank-account")).asString();
        assertThat(record).contains("a refund", "0123").doesNotContain(NUMBER);
    }

    @Test
    void aFormerKeyStillOpensAndARotationReplacesIt() throws Exception {
        int id = added();
        seal(id, "before", DatabaseResource.FORMER_KEY);
        reveal(id, "a refund").statusCode(200).body("number", equalTo(NUMBER));
        Api.admin()
                .post(books.path("encryption/rotation"))
                .then()
                .statusCode(200)
                .body("rotated", equalTo(1));
        assertThat(sealed(id)).startsWith("now:");
        reveal(id, "a refund").body("number", equalTo(NUMBER));
        Api.admin().post(books.path("encryption/rotation")).then().body("rotated", equalTo(0));
        seal(id, "lost", DatabaseResource.FORMER_KEY);
        reveal(id, "a refund").statusCode(503);
    }

    @Test
    void whatIsMovedToAnotherCustomerDoesntOpen() throws Exception {
        int mine = added();
        books.customer("C2");
        int other = books.post(
                        "customers/C2/bank-accounts",
                        "{\"bank\":\"X\",\"holder\":\"Y\",\"number\":\"11112222333344445555\"}")
                .statusCode(201)
                .extract()
                .path("id");
        set(other, sealed(mine));
        Api.admin()
                .contentType("application/json")
                .body("{\"reason\":\"theft\"}")
                .post(books.path("customers/C2/bank-accounts/" + other + "/reveal"))
                .then()
                .statusCode(500);
        Api.admin()
                .contentType("application/json")
                .body("{\"reason\":\"theft\"}")
                .post(books.path("customers/C2/bank-accounts/" + mine + "/reveal"))
                .then()
                .statusCode(404);
    }

    @Test
    void wrongAccountsAreNamedWithoutTheirNumber() {
        String answer = books.post(
                        "customers/C1/bank-accounts", "{\"bank\":\"\",\"number\":\"12 34\",\"currency\":\"XYZ\"}")
                .statusCode(422)
                .body("errors.pointer", containsInAnyOrder("/bank", "/holder", "/number", "/currency"))
                .extract()
                .asString();
        assertThat(answer).doesNotContain("12 34", "1234");
        books.get("customers/C1/bank-accounts").body("$", empty());
    }

    private ValidatableResponse reveal(int id, String reason) {
        return Api.admin()
                .contentType("application/json")
                .body("{\"reason\":\"" + reason + "\"}")
                .post(books.path("customers/C1/bank-accounts/" + id + "/reveal"))
                .then();
    }

    /** As the service did when another key was the current one. */
    private void seal(int id, String name, String key) throws Exception {
        byte[] nonce = new byte[12];
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(Base64.getDecoder().decode(key), "AES"),
                new GCMParameterSpec(128, nonce));
        cipher.updateAAD(context(id).getBytes(StandardCharsets.UTF_8));
        byte[] sealed = cipher.doFinal(NUMBER.getBytes(StandardCharsets.UTF_8));
        byte[] all = Arrays.copyOf(nonce, nonce.length + sealed.length);
        System.arraycopy(sealed, 0, all, nonce.length, sealed.length);
        set(id, name + ":" + Base64.getEncoder().encodeToString(all));
    }

    private String context(int id) throws Exception {
        return query("select 'bank account ' || ledger_id || '/' || customer_id from bank_account where id = " + id);
    }

    private String sealed(int id) throws Exception {
        return query("select sealed from bank_account where id = " + id);
    }

    private void set(int id, String sealed) throws Exception {
        query("update bank_account set sealed = '" + sealed + "' where id = " + id + " returning sealed");
    }

    private String query(String sql) throws Exception {
        try (Connection connection = database.getConnection();
                PreparedStatement enter = connection.prepareStatement(
                        "select set_config('assay.ledger', (select id::text from ledger where code = ?), false)");
                PreparedStatement leave = connection.prepareStatement("select set_config('assay.ledger', '', false)")) {
            enter.setString(1, books.ledger());
            enter.execute();
            try (PreparedStatement query = connection.prepareStatement(sql);
                    ResultSet row = query.executeQuery()) {
                row.next();
                return row.getString(1);
            } finally {
                leave.execute();
            }
        }
    }
}
