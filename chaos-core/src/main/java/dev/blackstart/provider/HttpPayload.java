package dev.blackstart.provider;

import dev.blackstart.document.Json;
import dev.blackstart.experiment.PythonText;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the arguments of an HTTP activity go: into the query of a GET, else into the body, as JSON, as a form, or as they are.
 *
 * @param query to be appended to the URL's own; empty for none
 * @param body null for none
 */
record HttpPayload(
        String query, Map<String, String> headers, @Nullable String body) {
    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";

    static HttpPayload of(String method, Map<String, String> headers, @Nullable Object arguments) {
        if (method.equals("GET")) {
            return new HttpPayload(arguments instanceof String text ? text : form(arguments), headers, null);
        }
        if (arguments == null) {
            return new HttpPayload("", headers, null);
        }
        if (declaresJson(headers)) {
            return new HttpPayload("", headers, Json.compact(arguments));
        }
        if (arguments instanceof String text) {
            return new HttpPayload("", headers, text);
        }
        Map<String, String> all = new LinkedHashMap<>(headers);
        if (headers.keySet().stream().noneMatch("content-type"::equalsIgnoreCase)) {
            all.put("Content-Type", FORM);
        }
        return new HttpPayload("", all, form(arguments));
    }

    /** Only exactly this, as the original has it: {@code content-type} or a character set beside it sends a form. */
    private static boolean declaresJson(Map<String, String> headers) {
        return JSON.equals(headers.get("Content-Type"));
    }

    HttpRequest.BodyPublisher publisher() {
        return body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8);
    }

    /** Lists repeat their name, nulls are left out, the rest is spelled as Python spells it. */
    private static String form(@Nullable Object arguments) {
        List<String> pairs = new ArrayList<>();
        if (arguments instanceof Map<?, ?> map) {
            map.forEach((name, value) -> {
                for (@Nullable Object each : value instanceof List<?> list ? list : Arrays.asList(value)) {
                    if (each != null) {
                        pairs.add(encode(String.valueOf(name)) + "=" + encode(PythonText.of(each)));
                    }
                }
            });
        }
        return String.join("&", pairs);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /**
     * The URL with the query appended; characters that a URL cannot hold are percent-encoded.
     *
     * @throws IllegalArgumentException when it is no http or https URL
     */
    static URI uri(String url, String query) {
        String whole = url.strip();
        if (!query.isEmpty()) {
            int fragment = whole.indexOf('#');
            String base = fragment < 0 ? whole : whole.substring(0, fragment);
            whole = base + (base.contains("?") ? "&" : "?") + query;
        }
        URI uri = URI.create(quote(whole));
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("'" + url + "' is no http or https URL");
        }
        return uri;
    }

    private static String quote(String url) {
        StringBuilder quoted = new StringBuilder();
        for (byte each : url.getBytes(StandardCharsets.UTF_8)) {
            char letter = (char) (each & 0xff);
            if (letter <= ' ' || letter >= 0x7f || "\"<>\\^`{|}".indexOf(letter) >= 0) {
                quoted.append(String.format(Locale.ROOT, "%%%02X", (int) letter));
            } else {
                quoted.append(letter);
            }
        }
        return quoted.toString();
    }

    /** The same URL without {@code user:password@}, which belongs into a header. */
    static URI withoutUser(URI uri) {
        String user = uri.getRawUserInfo();
        return user == null ? uri : URI.create(uri.toString().replaceFirst("//[^/@]*@", "//"));
    }

    static String basic(String userInfo) {
        return "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
    }

    /** The body as text, in the character set that the answer names, else UTF-8. */
    static String decode(HttpResponse<byte[]> response) {
        Charset charset = StandardCharsets.UTF_8;
        String type = response.headers().firstValue("content-type").orElse("");
        int named = type.toLowerCase(Locale.ROOT).indexOf("charset=");
        if (named >= 0) {
            String name = type.substring(named + "charset=".length())
                    .split(";", 2)[0]
                    .strip()
                    .replace("\"", "");
            charset = Charset.isSupported(name) ? Charset.forName(name) : charset;
        }
        return new String(response.body(), charset);
    }
}
