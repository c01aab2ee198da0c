package main

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math/big"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

func checkID(inputs values) []*pulumirpc.CheckFailure {
	if length := inputs.number("byteLength"); length < 1 && !inputs.isUnknown("byteLength") {
		return []*pulumirpc.CheckFailure{failure("byteLength", fmt.Sprintf(
			"byteLength must be at least 1 byte: got %d", length))}
	}
	return nil
}

func createID(inputs values) (string, map[string]any, error) {
	bytes := make([]byte, inputs.number("byteLength"))
	if _, err := rand.Read(bytes); err != nil {
		return "", nil, err
	}
	prefix, id := inputs.text("prefix", ""), base64.RawURLEncoding.EncodeToString(bytes)
	outputs := map[string]any{
		"byteLength": inputs.number("byteLength"),
		"b64Url":     prefix + id,
		"b64Std":     prefix + base64.StdEncoding.EncodeToString(bytes),
		"hex":        prefix + hex.EncodeToString(bytes),
		"dec":        prefix + new(big.Int).SetBytes(bytes).String(),
	}
	if prefix != "" {
		outputs["prefix"] = prefix
	}
	return id, outputs, nil
}
