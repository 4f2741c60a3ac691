package com.example.catalogue;

/**
 * What an item costs.
 *
 * @param current whether the database has just said so; otherwise it is what it said last
 */
public record Price(int cents, boolean current) {}
