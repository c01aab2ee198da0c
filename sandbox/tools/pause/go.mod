module sluice/sandbox/tools/pause

go 1.21
