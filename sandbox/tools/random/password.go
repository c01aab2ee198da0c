package main

import (
	"crypto/rand"
	"fmt"
	"math/big"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"golang.org/x/crypto/bcrypt"
)

const defaultSpecial = "!@#$%&*()-_=+[]{}<>:?"

type characterClass struct{ flag, minimum, characters string }

func classesOf(inputs values) []characterClass {
	return []characterClass{
		{"lower", "minLower", "abcdefghijklmnopqrstuvwxyz"},
		{"upper", "minUpper", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
		{"numeric", "minNumeric", "0123456789"},
		{"special", "minSpecial", inputs.text("overrideSpecial", defaultSpecial)},
	}
}

// isOn tells whether a class may occur; "number" is the older name of "numeric".
func (c characterClass) isOn(inputs values) bool {
	if c.flag == "numeric" {
		return inputs.flag("numeric", inputs.flag("number", true))
	}
	return inputs.flag(c.flag, true)
}

func checkPassword(inputs values) []*pulumirpc.CheckFailure {
	if inputs.isUnknown("length") {
		return nil
	}
	length, required, usable := inputs.number("length"), 0, false
	for _, class := range classesOf(inputs) {
		required += inputs.number(class.minimum)
		usable = usable || (class.isOn(inputs) && class.characters != "")
		if inputs.number(class.minimum) > 0 && (!class.isOn(inputs) || class.characters == "") {
			return []*pulumirpc.CheckFailure{failure(class.minimum, class.minimum+" must be 0 when "+class.flag+" is off")}
		}
	}
	switch {
	case length < 1 || length < required:
		return []*pulumirpc.CheckFailure{failure("length", fmt.Sprintf(
			"length must be at least %d characters: got %d", max(1, required), length))}
	case !usable:
		return []*pulumirpc.CheckFailure{failure("lower", "at least one class of characters must be on")}
	}
	return nil
}

func createPassword(inputs values) (string, map[string]any, error) {
	result, all := []byte{}, ""
	outputs := map[string]any{"length": inputs.number("length"), "overrideSpecial": inputs.text("overrideSpecial", "")}
	for _, class := range classesOf(inputs) {
		outputs[class.flag], outputs[class.minimum] = class.isOn(inputs), inputs.number(class.minimum)
		if class.isOn(inputs) {
			all += class.characters
		}
		for range inputs.number(class.minimum) {
			result = append(result, class.characters[below(len(class.characters))])
		}
	}
	for len(result) < inputs.number("length") {
		result = append(result, all[below(len(all))])
	}
	for i := len(result) - 1; i > 0; i-- {
		j := below(i + 1)
		result[i], result[j] = result[j], result[i]
	}
	// bcrypt reads no more than 72 bytes.
	hash, err := bcrypt.GenerateFromPassword(result[:min(len(result), 72)], bcrypt.DefaultCost)
	outputs["number"] = outputs["numeric"]
	outputs["result"], outputs["bcryptHash"] = secret(string(result)), secret(string(hash))
	return "none", outputs, err
}

// below gives a number from 0 to limit-1, each equally likely. The system's source of randomness does not fail.
func below(limit int) int {
	number, err := rand.Int(rand.Reader, big.NewInt(int64(limit)))
	if err != nil {
		panic(err)
	}
	return int(number.Int64())
}
