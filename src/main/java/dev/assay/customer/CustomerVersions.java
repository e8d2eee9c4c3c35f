package dev.assay.customer;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.assay.customer.content.IdNumber;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a customer's versions, latest first.
 *
 * @param nextCursor null on the last page
 */
public record CustomerVersions(
        List<Version> items, @Nullable String nextCursor) {

    /**
     * A customer as it was from one change to the next.
     *
     * @param data its content, JSON
     */
    public record Version(
            int version,
            Instant recordedAt,
            String changedBy,
            @JsonRawValue String data) {}

    static CustomerVersions before(Connection connection, long customerId, int beforeVersion, int limit)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                select version, recorded_at, changed_by, data::text
                  from customer_version
                 where customer_id = ? and version < ?
                 order by version desc
                 limit ?
                """)) {
            select.setLong(1, customerId);
            select.setInt(2, beforeVersion);
            select.setInt(3, limit + 1);
            List<Version> versions = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    versions.add(new Version(
                            row.getInt(1),
                            row.getObject(2, OffsetDateTime.class).toInstant(),
                            row.getString(3),
                            IdNumber.shownIn(row.getString(4))));
                }
            }
            if (versions.size() <= limit) {
                return new CustomerVersions(versions, null);
            }
            List<Version> page = List.copyOf(versions.subList(0, limit));
            return new CustomerVersions(page, String.valueOf(page.get(limit - 1).version()));
        }
    }
}
