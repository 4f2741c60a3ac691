package com.example.catalogue;

import dev.blackstart.junit.Chaos;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The application as it is, but for the way to its database. Spring starts it once for all classes that extend this. */
@SpringBootTest
abstract class DatabaseBehindALink {
    static final int PORT = Integer.getInteger("db.port", 5432);

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry registry) {
        registry.add(
                "spring.datasource.url",
                () -> "jdbc:postgresql://" + Chaos.sharedLink("app->db", "localhost", PORT) + "/test");
    }
}
