import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** PANDAPON_SIGN_WASM names the module, PANDAPON_VECTORS the folder of vectors. */
class VectorsTest {
    record Vector(
            String name,
            String accessKey,
            String timestamp,
            String nonceStr,
            String accessSecret,
            String signature,
            String body,
            String authorization) {}

    private final Signatures signatures = new Signatures(Path.of(System.getenv("PANDAPON_SIGN_WASM")));

    private static Vector[] vectors(String name) throws IOException {
        Path file = Path.of(System.getenv("PANDAPON_VECTORS"), name, "vectors.json");
        Vector[] vectors = new Gson().fromJson(Files.readString(file), Vector[].class);
        assertTrue(vectors.length > 0);
        return vectors;
    }

    @Test
    void signsRequests() throws IOException {
        for (Vector v : vectors("signing")) {
            String signature = signatures.sign(v.accessKey, v.timestamp, v.nonceStr, v.accessSecret);
            assertEquals(v.signature, signature, v.name);
        }
    }

    @Test
    void verifiesPushMessages() throws IOException {
        for (Vector v : vectors("callback")) {
            byte[] body = v.body.getBytes(StandardCharsets.UTF_8);
            byte[] changed = (v.body + " ").getBytes(StandardCharsets.UTF_8);
            String upper = v.authorization.toUpperCase(Locale.ROOT);
            assertTrue(signatures.verify(v.accessKey, v.accessSecret, body, v.authorization), v.name);
            assertTrue(signatures.verify(v.accessKey, v.accessSecret, body, upper), v.name);
            assertFalse(signatures.verify(v.accessKey, v.accessSecret, changed, v.authorization), v.name);
            assertFalse(signatures.verify(v.accessKey, v.accessSecret + "x", body, v.authorization), v.name);
            assertFalse(signatures.verify(v.accessKey, v.accessSecret, body, ""), v.name);
        }
    }
}
