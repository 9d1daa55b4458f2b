package pandaponsign

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

type vector struct {
	Name, AccessKey, Timestamp, NonceStr, AccessSecret, Signature, Body, Authorization string
}

// PANDAPON_SIGN_WASM names the module, PANDAPON_VECTORS the folder of vectors.
func load(t *testing.T, name string) (*Signatures, []vector) {
	wasm, err := os.ReadFile(os.Getenv("PANDAPON_SIGN_WASM"))
	if err != nil {
		t.Fatal(err)
	}
	signatures, err := New(context.Background(), wasm)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(os.Getenv("PANDAPON_VECTORS"), name, "vectors.json"))
	if err != nil {
		t.Fatal(err)
	}
	var vectors []vector
	if err := json.Unmarshal(text, &vectors); err != nil || len(vectors) == 0 {
		t.Fatal("no vectors", err)
	}
	return signatures, vectors
}

func TestRequests(t *testing.T) {
	signatures, vectors := load(t, "signing")
	for _, v := range vectors {
		signature, err := signatures.Sign(context.Background(), v.AccessKey, v.Timestamp, v.NonceStr, v.AccessSecret)
		if err != nil || signature != v.Signature {
			t.Errorf("%s: %s %v", v.Name, signature, err)
		}
	}
}

func TestPushMessages(t *testing.T) {
	signatures, vectors := load(t, "callback")
	for _, v := range vectors {
		for _, c := range []struct {
			secret, body, authorization string
			verified                    bool
		}{
			{v.AccessSecret, v.Body, v.Authorization, true},
			{v.AccessSecret, v.Body, strings.ToUpper(v.Authorization), true},
			{v.AccessSecret, v.Body + " ", v.Authorization, false},
			{v.AccessSecret + "x", v.Body, v.Authorization, false},
			{v.AccessSecret, v.Body, "", false},
		} {
			verified, err := signatures.Verify(context.Background(), v.AccessKey, c.secret, []byte(c.body), c.authorization)
			if err != nil || verified != c.verified {
				t.Errorf("%s: %v, not %v: %v", v.Name, verified, c.verified, err)
			}
		}
	}
}
