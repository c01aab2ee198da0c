// Command pulumi-language-nodejs runs Pulumi programs and policy packs with the node on PATH. It implements what the
// engine needs to preview and update, and unlike hosts older than 3.229 it ends the program when the engine cancels
// (Ctrl-C) and ends itself when the engine is gone.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"
)

const (
	version = "1.0.0"
	// exitAlreadyReported is what @pulumi/pulumi's runner exits with when it has shown the program's error itself.
	exitAlreadyReported = 32
	engineCheckInterval = 500 * time.Millisecond
)

type host struct {
	pulumirpc.UnimplementedLanguageRuntimeServer
	engine string
	nodes  nodes
}

func (h *host) Handshake(
	_ context.Context, req *pulumirpc.LanguageHandshakeRequest,
) (*pulumirpc.LanguageHandshakeResponse, error) {
	if h.engine == "" {
		h.engine = req.GetEngineAddress()
		return &pulumirpc.LanguageHandshakeResponse{}, h.followEngine()
	}
	return &pulumirpc.LanguageHandshakeResponse{}, nil
}

func (h *host) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: version}, nil
}

// GetRequiredPackages is empty: the plugins stand on PATH in pinned versions, nothing is to be downloaded.
func (h *host) GetRequiredPackages(
	context.Context, *pulumirpc.GetRequiredPackagesRequest,
) (*pulumirpc.GetRequiredPackagesResponse, error) {
	return &pulumirpc.GetRequiredPackagesResponse{}, nil
}

func (h *host) GetRequiredPlugins(
	context.Context, *pulumirpc.GetRequiredPluginsRequest,
) (*pulumirpc.GetRequiredPluginsResponse, error) {
	return &pulumirpc.GetRequiredPluginsResponse{}, nil
}

func (h *host) Run(ctx context.Context, req *pulumirpc.RunRequest) (*pulumirpc.RunResponse, error) {
	options := readOptions(req.GetInfo())
	env, err := runEnvironment(req, options)
	if err != nil {
		return nil, err
	}
	runner, err := findRunner(req.GetInfo().GetProgramDirectory(), "run")
	if err != nil {
		return &pulumirpc.RunResponse{Error: err.Error()}, nil
	}
	args := append(options.nodeArgs, runner,
		"--monitor", req.GetMonitorAddress(), "--engine", h.engine,
		"--organization", req.GetOrganization(), "--project", req.GetProject(), "--stack", req.GetStack(),
		"--root-directory", req.GetInfo().GetRootDirectory(), "--pwd", req.GetPwd(),
		"--parallel", strconv.Itoa(int(req.GetParallel())))
	if req.GetDryRun() {
		args = append(args, "--dry-run")
	}
	args = append(append(args, req.GetInfo().GetEntryPoint()), req.GetArgs()...)
	ended, err := h.nodes.run(ctx, node{args: args, dir: req.GetPwd(), env: env, stdout: os.Stdout, stderr: os.Stderr})
	switch {
	case err != nil:
		return &pulumirpc.RunResponse{Error: err.Error()}, nil
	case ended.cancelled || ended.code == exitAlreadyReported:
		return &pulumirpc.RunResponse{Bail: true}, nil
	case ended.code != 0:
		return &pulumirpc.RunResponse{Error: fmt.Sprintf("the program ended with %s", ended.text)}, nil
	}
	return &pulumirpc.RunResponse{}, nil
}

func (h *host) RunPlugin(req *pulumirpc.RunPluginRequest, stream pulumirpc.LanguageRuntime_RunPluginServer) error {
	directory, command := req.GetInfo().GetProgramDirectory(), "run-plugin"
	options := readOptions(req.GetInfo())
	entry := filepath.Join(directory, req.GetInfo().GetEntryPoint())
	args, pwd := append([]string{entry}, req.GetArgs()...), req.GetPwd()
	if req.GetKind() == "analyzer" {
		// @pulumi/policy reads the package.json of its working directory, which must be the pack's own.
		command, args, pwd = "run-policy-pack", append(req.GetArgs(), entry), directory
	}
	runner, err := findRunner(directory, command)
	if err != nil {
		return err
	}
	closer, stdout, stderr, err := rpcutil.MakeRunPluginStreams(stream, false)
	if err != nil {
		return err
	}
	defer closer.Close()
	ended, err := h.nodes.run(stream.Context(), node{
		args: append(append(options.nodeArgs, runner), args...), dir: pwd,
		env: append(os.Environ(), req.GetEnv()...), stdout: stdout, stderr: stderr,
	})
	if err != nil {
		return err
	}
	return stream.Send(&pulumirpc.RunPluginResponse{
		Output: &pulumirpc.RunPluginResponse_Exitcode{Exitcode: int32(ended.code)},
	})
}

func (h *host) Cancel(context.Context, *emptypb.Empty) (*emptypb.Empty, error) {
	h.nodes.cancel()
	return &emptypb.Empty{}, nil
}

// followEngine ends this process with all it started when the engine no longer answers.
func (h *host) followEngine() error {
	return rpcutil.Healthcheck(context.Background(), h.engine, engineCheckInterval, func() {
		h.nodes.kill()
		os.Exit(1)
	})
}

type options struct {
	typescript bool
	nodeArgs   []string
}

// readOptions reads `runtime.options` of Pulumi.yaml or PulumiPolicy.yaml; `typescript` defaults to true as elsewhere.
func readOptions(info *pulumirpc.ProgramInfo) options {
	read := options{typescript: true}
	for name, value := range info.GetOptions().AsMap() {
		switch name {
		case "typescript":
			read.typescript = fmt.Sprint(value) != "false"
		case "nodeargs":
			read.nodeArgs = strings.Fields(fmt.Sprint(value))
		}
	}
	return read
}

func runEnvironment(req *pulumirpc.RunRequest, options options) ([]string, error) {
	// A nil map would become "null", on which the Node runtime throws.
	config, secretKeys := map[string]string{}, []string{}
	for key, value := range req.GetConfig() {
		config[key] = value
	}
	configJSON, err := json.Marshal(config)
	if err != nil {
		return nil, err
	}
	keysJSON, err := json.Marshal(append(secretKeys, req.GetConfigSecretKeys()...))
	if err != nil {
		return nil, err
	}
	env := append(os.Environ(), "PULUMI_CONFIG="+string(configJSON), "PULUMI_CONFIG_SECRET_KEYS="+string(keysJSON))
	if options.typescript {
		env = append(env, "PULUMI_NODEJS_TYPESCRIPT=true")
	}
	return env, nil
}

// findRunner finds one of @pulumi/pulumi's entry points in the nearest node_modules at or above a directory.
func findRunner(directory, command string) (string, error) {
	for at := directory; ; at = filepath.Dir(at) {
		file := filepath.Join(at, "node_modules", "@pulumi", "pulumi", "cmd", command, "index.js")
		if _, err := os.Stat(file); err == nil {
			return file, nil
		}
		if at == filepath.Dir(at) {
			return "", fmt.Errorf("cannot find @pulumi/pulumi for %q: run npm ci", directory)
		}
	}
}

func main() {
	if len(os.Args) == 2 && os.Args[1] == "--version" {
		fmt.Println("sluice language host", version)
		return
	}
	h := &host{}
	if len(os.Args) > 1 {
		h.engine = os.Args[len(os.Args)-1]
	}
	handle, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Init: func(server *grpc.Server) error {
			pulumirpc.RegisterLanguageRuntimeServer(server, h)
			return nil
		},
	})
	if err == nil && h.engine != "" {
		err = h.followEngine()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "pulumi-language-nodejs:", err)
		os.Exit(1)
	}
	// The engine reads the port from the first line.
	fmt.Println(handle.Port)
	<-handle.Done
}
