package dev.blackstart.report;

/**
 * One thing that a run showed.
 *
 * @param topic what it is about: {@code gate}, {@code fault}, {@code abort}, {@code hypothesis}, {@code degradation}, {@code alert},
 *     {@code playbook}, {@code recovery}, {@code control}, {@code after}, {@code run}
 * @param sentence for people; begins with a capital and has no full stop
 */
public record Finding(Verdict verdict, String topic, String sentence) {}
