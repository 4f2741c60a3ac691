package com.example.catalogue;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class PriceRepository {
    private final JdbcClient database;

    PriceRepository(JdbcClient database) {
        this.database = database;
    }

    int cents(String item) {
        return database.sql("select cents from price where item = ?")
                .param(item)
                .query(Integer.class)
                .single();
    }
}
