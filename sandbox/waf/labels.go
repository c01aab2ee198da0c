package main

import (
	"regexp"
	"strings"
)

var opaque = regexp.MustCompile(`[0-9%]|^.{25,}$|[^A-Za-z._~-]`)

// pathClass is a path without what differs from one user to the next: at most three parts, "*" for numbers and keys.
func pathClass(uri string) string {
	path, _, _ := strings.Cut(uri, "?")
	parts := strings.Split(strings.Trim(path, "/"), "/")
	if len(parts) > 3 {
		parts = append(parts[:3], "*")
	}
	for i, part := range parts {
		if part != "" && opaque.MatchString(part) {
			parts[i] = "*"
		}
	}
	return "/" + strings.Join(parts, "/")
}

// Names of a request's parts as ModSecurity writes them, and as the Core Rule Set does where an operator has no own words.
var (
	against = regexp.MustCompile("against variable `([A-Z_]+)(?::([^']*))?'")
	within  = regexp.MustCompile(`found within ([A-Z_]+)(?::(\S*))?: `)
)

// targetOf is the part of the request that a rule matched, e.g. "ARGS:q"; without its name where that may be a value.
func targetOf(match, data string) string {
	found := against.FindStringSubmatch(match)
	if found == nil {
		found = within.FindStringSubmatch(data)
	}
	if found == nil {
		return ""
	}
	if found[2] == "" || opaque.MatchString(found[2]) {
		return found[1]
	}
	return found[1] + ":" + found[2]
}

func bounded(known map[string]bool, value string, most int) string {
	if known[value] {
		return value
	}
	if len(known) >= most {
		return "other"
	}
	known[value] = true
	return value
}
