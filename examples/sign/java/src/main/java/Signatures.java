import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.wasm.Parser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** Creates the platform's signatures in Java with pandapon_sign.wasm, run by Chicory. Threads take turns. */
public final class Signatures {
    private static final int SIGNATURE_LENGTH = 32;

    private final Instance module;

    /** Creates an instance from the file of the module. */
    public Signatures(Path wasm) {
        module = Instance.builder(Parser.parse(wasm.toFile())).build();
    }

    /** Returns the header {@code signature} of a request. The timestamp is exactly the text of its header. */
    public synchronized String sign(String accessKey, String timestamp, String nonceStr, String accessSecret) {
        byte[] text = bytes(accessKey + timestamp + nonceStr + accessSecret);
        try (Blocks blocks = new Blocks(text, new byte[SIGNATURE_LENGTH])) {
            long[] ranges = blocks.ranges;
            long length = module.export("sign").apply(ranges[0], ranges[1], ranges[2])[0];
            return module.memory().readString((int) ranges[2], (int) length);
        }
    }

    /** Returns whether a push message is from the platform, by its raw body and its header {@code Authorization}. */
    public synchronized boolean verify(String accessKey, String accessSecret, byte[] body, String authorization) {
        byte[] key = bytes(accessKey);
        byte[] base = Arrays.copyOf(key, key.length + body.length);
        System.arraycopy(body, 0, base, key.length, body.length);
        try (Blocks blocks = new Blocks(bytes(accessSecret), base, bytes(authorization))) {
            return module.export("verify").apply(blocks.ranges)[0] == 1;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Inputs in the module's memory, with address and length of each. Freeing them erases them. */
    private final class Blocks implements AutoCloseable {
        final long[] ranges;

        Blocks(byte[]... inputs) {
            ranges = new long[inputs.length * 2];
            for (int i = 0; i < inputs.length; i++) {
                long address = module.export("alloc").apply(inputs[i].length)[0];
                if (address == 0) {
                    close();
                    throw new IllegalStateException("pandapon_sign.wasm has no memory left");
                }
                ranges[2 * i] = address;
                ranges[2 * i + 1] = inputs[i].length;
                module.memory().write((int) address, inputs[i]);
            }
        }

        @Override
        public void close() {
            for (int i = 0; i < ranges.length && ranges[i] != 0; i += 2) {
                module.export("dealloc").apply(ranges[i], ranges[i + 1]);
            }
        }
    }
}
