module sluice.dev/sandbox/pause

go 1.26
