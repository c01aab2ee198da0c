// Command rules writes the Core Rule Set, which go.sum pins, into a folder, as libmodsecurity reads it.
package main

import (
	"io/fs"
	"log"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	coreruleset "github.com/corazawaf/coraza-coreruleset/v4"
)

// A rule without actions needs a blank line behind it: libmodsecurity 3.0.9 takes the next line for its actions.
var bare = regexp.MustCompile(`(?m)^(\s*SecRule \S+ "[^"\n]*")$`)

// isRequest says whether a file is about requests (or the licence): answers are not looked at.
func isRequest(name string) bool {
	return strings.HasPrefix(name, "REQUEST-") || strings.HasSuffix(name, ".data") || name == "LICENSE"
}

func main() {
	into := os.Args[1]
	if err := os.MkdirAll(into, 0o755); err != nil {
		log.Fatal(err)
	}
	const folder = "@owasp_crs"
	entries, err := fs.ReadDir(coreruleset.FS, folder)
	if err != nil {
		log.Fatal(err)
	}
	for _, entry := range entries {
		if !isRequest(entry.Name()) {
			continue
		}
		content, err := fs.ReadFile(coreruleset.FS, folder+"/"+entry.Name())
		if err != nil {
			log.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(into, entry.Name()), bare.ReplaceAll(content, []byte("$1\n")), 0o644); err != nil {
			log.Fatal(err)
		}
	}
}
