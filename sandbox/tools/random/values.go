package main

import (
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/structpb"
)

// Keys and marks of Pulumi's wire format.
const (
	signatureKey = "4dabf18193072939515e22adb298388d"
	secretMark   = "1b47061264138c4ac30d75fd1eb44270"
	unknownMark  = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
)

// values reads a resource's inputs.
type values struct{ fields *structpb.Struct }

// get gives the plain value of an input: without its secret mark, and nil when it is missing or not known yet.
func (v values) get(name string) *structpb.Value {
	value := v.fields.GetFields()[name]
	if wrapped := value.GetStructValue().GetFields(); wrapped[signatureKey].GetStringValue() == secretMark {
		value = wrapped["value"]
	}
	if _, isNull := value.GetKind().(*structpb.Value_NullValue); isNull || value.GetStringValue() == unknownMark {
		return nil
	}
	return value
}

func (v values) isUnknown(name string) bool {
	return v.fields.GetFields()[name].GetStringValue() == unknownMark
}

func (v values) number(name string) int { return int(v.get(name).GetNumberValue()) }

func (v values) text(name, otherwise string) string {
	if value := v.get(name); value != nil {
		return value.GetStringValue()
	}
	return otherwise
}

func (v values) flag(name string, otherwise bool) bool {
	if value := v.get(name); value != nil {
		return value.GetBoolValue()
	}
	return otherwise
}

func secret(value string) map[string]any {
	return map[string]any{signatureKey: secretMark, "value": value}
}

func failure(property, reason string) *pulumirpc.CheckFailure {
	return &pulumirpc.CheckFailure{Property: property, Reason: reason}
}
