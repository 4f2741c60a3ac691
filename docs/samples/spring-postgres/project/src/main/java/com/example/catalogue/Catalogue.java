package com.example.catalogue;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.stereotype.Service;

/** Answers from the database; when that cannot be asked, with the price that it said last. */
@Service
public class Catalogue {
    private final PriceRepository prices;
    private final Map<String, Integer> last = new ConcurrentHashMap<>();

    Catalogue(PriceRepository prices) {
        this.prices = prices;
    }

    public Price price(String item) {
        try {
            int cents = prices.cents(item);
            last.put(item, cents);
            return new Price(cents, true);
        } catch (DataAccessResourceFailureException e) {
            Integer cents = last.get(item);
            if (cents == null) {
                throw e;
            }
            return new Price(cents, false);
        }
    }
}
