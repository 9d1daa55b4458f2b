// Package pandaponsign creates the platform's signatures in Go with pandapon_sign.wasm, run by wazero.
package pandaponsign

import (
	"context"
	"errors"
	"sync"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
)

// Signatures is one instance of the module. Goroutines take turns.
type Signatures struct {
	mutex  sync.Mutex
	module api.Module
}

// New creates an instance from the bytes of pandapon_sign.wasm.
func New(ctx context.Context, wasm []byte) (*Signatures, error) {
	module, err := wazero.NewRuntime(ctx).Instantiate(ctx, wasm)
	if err != nil {
		return nil, err
	}
	return &Signatures{module: module}, nil
}

// Sign returns the header signature of a request. The timestamp is exactly the text of its header.
func (s *Signatures) Sign(ctx context.Context, accessKey, timestamp, nonceStr, accessSecret string) (string, error) {
	text := []byte(accessKey + timestamp + nonceStr + accessSecret)
	var signature string
	err := s.withBlocks(ctx, [][]byte{text, make([]byte, 32)}, func(blocks []uint64) error {
		length, err := s.module.ExportedFunction("sign").Call(ctx, blocks[0], blocks[1], blocks[2])
		if err != nil {
			return err
		}
		bytes, _ := s.module.Memory().Read(uint32(blocks[2]), uint32(length[0]))
		signature = string(bytes)
		return nil
	})
	return signature, err
}

// Verify reports whether a push message is from the platform, by its raw body and its header Authorization.
func (s *Signatures) Verify(ctx context.Context, accessKey, accessSecret string, body []byte, authorization string) (bool, error) {
	base := append([]byte(accessKey), body...)
	var verified bool
	err := s.withBlocks(ctx, [][]byte{[]byte(accessSecret), base, []byte(authorization)}, func(blocks []uint64) error {
		answer, err := s.module.ExportedFunction("verify").Call(ctx, blocks...)
		verified = err == nil && answer[0] == 1
		return err
	})
	return verified, err
}

// withBlocks copies inputs into the module's memory and passes on the address and length of each. Freeing them erases them.
func (s *Signatures) withBlocks(ctx context.Context, inputs [][]byte, use func(blocks []uint64) error) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	var blocks []uint64
	defer func() {
		for i := 0; i < len(blocks); i += 2 {
			_, _ = s.module.ExportedFunction("dealloc").Call(ctx, blocks[i], blocks[i+1])
		}
	}()
	for _, input := range inputs {
		address, err := s.module.ExportedFunction("alloc").Call(ctx, uint64(len(input)))
		if err != nil {
			return err
		}
		if address[0] == 0 {
			return errors.New("pandapon_sign.wasm has no memory left")
		}
		blocks = append(blocks, address[0], uint64(len(input)))
		s.module.Memory().Write(uint32(address[0]), input)
	}
	return use(blocks)
}
