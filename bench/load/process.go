package load

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// ticksPerSecond is the unit of times in /proc; Linux gives it to programs as
// 100 whatever the kernel itself counts in.
const ticksPerSecond = 100

// stat is what /proc/PID/stat says of a process.
type stat struct {
	parent int
	// own is its user and system time; reaped is that of its children that
	// have ended.
	own, reaped time.Duration
}

func readStat(pid int) (stat, error) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return stat{}, err
	}
	// The second field is the program's name in parentheses, which may hold
	// anything; the fourth is the parent.
	fields := strings.Fields(string(raw[bytes.LastIndexByte(raw, ')')+1:]))
	if len(fields) < 15 {
		return stat{}, fmt.Errorf("/proc/%d/stat has %d fields", pid, len(fields))
	}
	number := func(i int) int { n, _ := strconv.Atoi(fields[i]); return n }
	ticks := func(i int) time.Duration { return time.Duration(number(i)) * time.Second / ticksPerSecond }
	return stat{parent: number(1), own: ticks(11) + ticks(12), reaped: ticks(13) + ticks(14)}, nil
}

// CPU is the processor time that a process has used.
func CPU(pid int) (time.Duration, error) {
	s, err := readStat(pid)
	return s.own, err
}

// FamilyCPU is the processor time that a process and its children have used,
// those that have ended included. Of grandchildren it knows nothing.
func FamilyCPU(pid int) (time.Duration, error) {
	parent, err := readStat(pid)
	if err != nil {
		return 0, err
	}
	total := parent.own + parent.reaped
	entries, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		return 0, err
	}
	for _, entry := range entries {
		child, err := strconv.Atoi(filepath.Base(entry))
		if err != nil {
			continue
		}
		// One that ends at this moment is counted by its parent the next time.
		if s, err := readStat(child); err == nil && s.parent == pid {
			total += s.own
		}
	}
	return total, nil
}

// PeakMemory is the most bytes of memory that a process has held at once.
func PeakMemory(pid int) (int64, error) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(raw)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kilobytes, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 10, 64)
			return kilobytes << 10, err
		}
	}
	return 0, fmt.Errorf("/proc/%d/status names no peak", pid)
}
