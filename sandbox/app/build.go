package main

import "strconv"

// What one build of scholarlink is. The linker sets these (-X main.…), so that releases differ in their image and
// not in their configuration.
var (
	version          = "dev"
	accent           = "#334155"
	schemaVersion    = "1"
	bakedErrorRatio  = "0"
	bakedErrorsAfter = "0"
	neverReady       = "false"
	crashAtStart     = "false"
)

// ownSchema is the newest migration this build brings and needs.
func ownSchema() int {
	number, err := strconv.Atoi(schemaVersion)
	if err != nil {
		panic("schemaVersion must be a whole number: got " + schemaVersion)
	}
	return number
}
