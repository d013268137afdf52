package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/types/known/emptypb"
)

// startup is what a provider needs before its first operation.
type startup struct {
	// Start is the time from the start of the process to the line that says where it listens.
	Start time.Duration
	// Schema is the time of the first GetProviderSchema, and SchemaSize the size of its response in bytes.
	Schema     time.Duration
	SchemaSize int
	// Idle is the resident memory after the start, in bytes.
	Idle int64
	// Program is the size of the program without symbols, in bytes.
	Program int64
}

// starts is the number of times that a provider is started. The results are medians.
const starts = 10

// measureStartup starts providers in turn. The results are in the order of the programs.
func measureStartup(ctx context.Context, folder string, programs ...string) ([]startup, error) {
	samples := make([][]startup, len(programs))
	for range starts {
		for i, program := range programs {
			sample, err := startOnce(ctx, folder, program)
			if err != nil {
				return nil, fmt.Errorf("start %s: %w", program, err)
			}
			samples[i] = append(samples[i], sample)
		}
	}
	results := make([]startup, len(programs))
	for i, program := range programs {
		info, err := os.Stat(program)
		if err != nil {
			return nil, err
		}
		results[i] = startup{
			Start:      median(samples[i], func(s startup) time.Duration { return s.Start }),
			Schema:     median(samples[i], func(s startup) time.Duration { return s.Schema }),
			Idle:       median(samples[i], func(s startup) int64 { return s.Idle }),
			SchemaSize: samples[i][0].SchemaSize,
			Program:    info.Size(),
		}
	}
	return results, nil
}

// median returns the median of a value of the samples.
func median[T any, N ~int64](samples []T, value func(T) N) N {
	var values []N
	for _, sample := range samples {
		values = append(values, value(sample))
	}
	slices.Sort(values)
	middle := len(values) / 2
	if len(values)%2 == 0 {
		return (values[middle-1] + values[middle]) / 2
	}
	return values[middle]
}

// startOnce starts a provider as Terraform does, reads its schema and kills it.
func startOnce(ctx context.Context, folder, program string) (sample startup, err error) {
	command := exec.CommandContext(ctx, program)
	command.Env = append(cli{}.environment(),
		// The provider refuses to start without this value, which go-plugin uses to tell a person that it is not a command.
		"TF_PLUGIN_MAGIC_COOKIE=d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
		"PLUGIN_PROTOCOL_VERSIONS=6", "PLUGIN_UNIX_SOCKET_DIR="+folder)
	command.SysProcAttr = separateGroup()
	stdout, err := command.StdoutPipe()
	if err != nil {
		return sample, err
	}
	started := time.Now()
	if err := command.Start(); err != nil {
		return sample, err
	}
	defer func() {
		if killed := command.Process.Kill(); killed != nil && !errors.Is(killed, os.ErrProcessDone) {
			err = errors.Join(err, killed)
		}
		_ = command.Wait() // the error is that it was killed
	}()
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		return sample, fmt.Errorf("read the address: %w", err)
	}
	sample.Start = time.Since(started)
	if sample.Idle, err = residentMemory(command.Process.Pid); err != nil {
		return sample, err
	}
	fields := strings.Split(strings.TrimSpace(line), "|") // core protocol, plugin protocol, network, address, kind
	if len(fields) < 5 || fields[2] != "unix" {
		return sample, fmt.Errorf("want the address of a Unix socket, got %q", line)
	}
	started = time.Now()
	sample.SchemaSize, err = readSchema(ctx, fields[3])
	sample.Schema = time.Since(started)
	return sample, err
}

// readSchema calls GetProviderSchema, and returns the size of the response in bytes. It needs no messages of the protocol: the request is empty, and
// an empty message keeps all fields of the response as unknown ones.
func readSchema(ctx context.Context, address string) (int, error) {
	connection, err := grpc.NewClient("unix:"+address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return 0, err
	}
	var response emptypb.Empty
	err = connection.Invoke(ctx, "/tfplugin6.Provider/GetProviderSchema", &emptypb.Empty{}, &response, grpc.MaxCallRecvMsgSize(64<<20))
	return len(response.ProtoReflect().GetUnknown()), errors.Join(err, connection.Close())
}

// residentPattern matches the resident memory in /proc/PID/status.
var residentPattern = regexp.MustCompile(`(?m)^VmRSS:\s+(\d+) kB$`)

// residentMemory returns the resident memory of a process in bytes.
func residentMemory(pid int) (int64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	found := residentPattern.FindSubmatch(status)
	if found == nil {
		return 0, fmt.Errorf("/proc/%d/status has no resident memory", pid)
	}
	kib, err := strconv.ParseInt(string(found[1]), 10, 64)
	return kib * 1024, err
}
