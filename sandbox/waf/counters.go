package main

import (
	"encoding/json"
	"fmt"
	"io"
	"sort"
	"strconv"
	"strings"
	"sync"
)

// Most different values of a label, and series of them together: what comes later is counted under "other".
const (
	mostRules   = 100
	mostPaths   = 50
	mostTargets = 50
	mostHits    = 2000
)

type hit struct{ rule, path, target string }

// counters of a pod's firewall, by bounded labels.
type counters struct {
	mutex      sync.Mutex
	blocked    map[string]uint64
	wouldBlock map[string]uint64
	hits       map[hit]uint64
	rules      map[string]bool
	paths      map[string]bool
	targets    map[string]bool
	limited    map[string]uint64
	unreadable uint64
	unwritten  uint64
}

// Words of nginx for a request over the rate limit.
var limits = map[string]string{"REJECTED": "refused", "REJECTED_DRY_RUN": "detected"}

// Reasons that a request is refused for; all are there from the start, with 0.
var reasons = []string{"rules", "method", "content-type", "body-limit", "unreadable", "engine", "protocol"}

// Rules that decide, as Sluice renders them and the Core Rule Set has them.
var deciding = map[string]string{
	"949110": "rules", "949111": "rules",
	"10010": "method", "10011": "content-type", "10012": "body-limit",
	"10013": "unreadable", "10014": "unreadable", "10015": "engine",
}

func newCounters() *counters {
	made := &counters{
		blocked: map[string]uint64{}, wouldBlock: map[string]uint64{},
		hits: map[hit]uint64{}, rules: map[string]bool{}, paths: map[string]bool{}, targets: map[string]bool{},
		limited: map[string]uint64{"refused": 0, "detected": 0},
	}
	for _, reason := range reasons {
		made.blocked[reason], made.wouldBlock[reason] = 0, 0
	}
	return made
}

// entry is a line of ModSecurity's log or of nginx's own, as far as it is read: no value of a request.
type entry struct {
	Refused     int    `json:"refused"`
	Own         string `json:"own"`
	Limit       string `json:"limit"`
	Method      string `json:"method"`
	URI         string `json:"uri"`
	ID          string `json:"id"`
	Transaction *struct {
		Client  string `json:"client_ip"`
		ID      string `json:"unique_id"`
		Request struct {
			Method string `json:"method"`
			URI    string `json:"uri"`
		} `json:"request"`
		Producer struct {
			Engine string `json:"secrules_engine"`
		} `json:"producer"`
		Messages []struct {
			Details struct {
				Rule  string `json:"ruleId"`
				Match string `json:"match"`
				Data  string `json:"data"`
			} `json:"details"`
		} `json:"messages"`
	} `json:"transaction"`
}

// decision is what people read of a request that was or would be refused.
type decision struct {
	Decision string   `json:"decision"`
	Reason   string   `json:"reason"`
	Rules    []string `json:"rules,omitempty"`
	Method   string   `json:"method"`
	Path     string   `json:"path"`
	Client   string   `json:"client,omitempty"`
	Request  string   `json:"request"`
}

// read counts one line of the log.
func (known *counters) read(line []byte, into lines) {
	var found entry
	known.mutex.Lock()
	defer known.mutex.Unlock()
	if err := json.Unmarshal(line, &found); err != nil {
		known.unreadable++
		return
	}
	told := known.count(found)
	if told == nil {
		return
	}
	text, _ := json.Marshal(told)
	if !into.tell(append(text, '\n')) {
		known.unwritten++
	}
}

func (known *counters) count(found entry) *decision {
	if found.Transaction == nil {
		if decision, limited := limits[found.Limit]; limited {
			known.limited[decision]++
			if found.Own == "" {
				return nil
			}
		}
		reason := "protocol"
		if found.Refused == 413 {
			reason = "body-limit"
		}
		known.blocked[reason]++
		return &decision{Decision: "blocked", Reason: reason, Method: found.Method, Path: pathClass(found.URI), Request: found.ID}
	}
	transaction := found.Transaction
	path := bounded(known.paths, pathClass(transaction.Request.URI), mostPaths)
	told := decision{Method: transaction.Request.Method, Path: path, Client: transaction.Client, Request: transaction.ID}
	for _, message := range transaction.Messages {
		rule := message.Details.Rule
		if reason, decides := deciding[rule]; decides && told.Reason == "" {
			told.Reason = reason
		}
		if _, err := strconv.Atoi(rule); err == nil && !strings.HasPrefix(rule, "949") {
			told.Rules = append(told.Rules, rule)
			known.hit(rule, path, targetOf(message.Details.Match, message.Details.Data))
		}
	}
	if told.Reason == "" {
		return nil
	}
	if transaction.Producer.Engine == "DetectionOnly" {
		told.Decision = "would-block"
		known.wouldBlock[told.Reason]++
	} else {
		told.Decision = "blocked"
		known.blocked[told.Reason]++
	}
	return &told
}

func (known *counters) hit(rule, path, target string) {
	one := hit{bounded(known.rules, rule, mostRules), path, target}
	if target != "" {
		one.target = bounded(known.targets, target, mostTargets)
	}
	if _, counted := known.hits[one]; !counted && len(known.hits) >= mostHits {
		one = hit{"other", "other", "other"}
	}
	known.hits[one]++
}

func family(into io.Writer, name, help string, by map[string]uint64) {
	_, _ = fmt.Fprintf(into, "# HELP %s %s\n# TYPE %s counter\n", name, help, name)
	for _, reason := range reasons {
		_, _ = fmt.Fprintf(into, "%s{reason=%q} %d\n", name, reason, by[reason])
	}
}

func single(into io.Writer, name, help string, value uint64) {
	_, _ = fmt.Fprintf(into, "# HELP %s %s\n# TYPE %s counter\n%s %d\n", name, help, name, name, value)
}

// write gives all counters in Prometheus' text format.
func (known *counters) write(into io.Writer) {
	known.mutex.Lock()
	defer known.mutex.Unlock()
	decided := map[string]uint64{}
	for _, reason := range reasons {
		decided[reason] = known.blocked[reason] + known.wouldBlock[reason]
	}
	family(into, "sluice_waf_decisions_total", "Requests that the rules refuse, or would refuse in mode detect.", decided)
	family(into, "sluice_waf_blocked_total", "Requests that were refused.", known.blocked)
	family(into, "sluice_waf_would_block_total", "Requests that mode detect let through.", known.wouldBlock)
	const limited = "sluice_waf_rate_limited_total"
	_, _ = fmt.Fprintf(into, "# HELP %s Requests over the rate limit: no decision of the rules.\n# TYPE %s counter\n", limited, limited)
	for _, decision := range []string{"refused", "detected"} {
		_, _ = fmt.Fprintf(into, "%s{decision=%q} %d\n", limited, decision, known.limited[decision])
	}
	_, _ = io.WriteString(into, "# HELP sluice_waf_rule_hits_total Rules that fired, whatever was decided.\n# TYPE sluice_waf_rule_hits_total counter\n")
	found := make([]hit, 0, len(known.hits))
	for one := range known.hits {
		found = append(found, one)
	}
	sort.Slice(found, func(i, j int) bool {
		a, b := found[i], found[j]
		return a.rule+" "+a.path+" "+a.target < b.rule+" "+b.path+" "+b.target
	})
	for _, one := range found {
		_, _ = fmt.Fprintf(into, "sluice_waf_rule_hits_total{rule=%q,path=%q,target=%q} %d\n", one.rule, one.path, one.target, known.hits[one])
	}
	single(into, "sluice_waf_unreadable_lines_total", "Lines of the log that could not be counted.", known.unreadable)
	single(into, "sluice_waf_unwritten_lines_total", "Lines about refused requests that nobody took in time.", known.unwritten)
}
