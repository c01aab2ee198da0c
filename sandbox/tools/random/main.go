// Command pulumi-resource-random is a stand-in for Pulumi's own random provider, used only where that one is not
// installed. It gives the two resource types in use, RandomPassword and RandomId, with the same inputs and outputs.
package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/emptypb"
	"google.golang.org/protobuf/types/known/structpb"
)

// version follows the SDK whose resources this stands in for, so that the engine accepts it.
const version = "4.21.2"

// resourceType makes one type of random value; every change of an input replaces the resource.
type resourceType struct {
	check  func(inputs values) []*pulumirpc.CheckFailure
	create func(inputs values) (id string, outputs map[string]any, err error)
}

var resourceTypes = map[string]resourceType{
	"random:index/randomPassword:RandomPassword": {checkPassword, createPassword},
	"random:index/randomId:RandomId":             {checkID, createID},
}

func findType(name string) (resourceType, error) {
	if found, ok := resourceTypes[name]; ok {
		return found, nil
	}
	return resourceType{}, fmt.Errorf("this stand-in for the random provider knows only RandomPassword and RandomId, "+
		"not %q: install the real plugin with \"pulumi plugin install resource random %s\"", name, version)
}

type provider struct {
	pulumirpc.UnimplementedResourceProviderServer
}

func (*provider) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: version}, nil
}

func (*provider) GetSchema(context.Context, *pulumirpc.GetSchemaRequest) (*pulumirpc.GetSchemaResponse, error) {
	return &pulumirpc.GetSchemaResponse{Schema: fmt.Sprintf(
		`{"name":"random","version":%q,"description":"Stand-in for the random provider"}`, version)}, nil
}

func (*provider) CheckConfig(_ context.Context, req *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	return &pulumirpc.CheckResponse{Inputs: req.GetNews()}, nil
}

func (*provider) DiffConfig(context.Context, *pulumirpc.DiffRequest) (*pulumirpc.DiffResponse, error) {
	return &pulumirpc.DiffResponse{Changes: pulumirpc.DiffResponse_DIFF_NONE}, nil
}

func (*provider) Configure(context.Context, *pulumirpc.ConfigureRequest) (*pulumirpc.ConfigureResponse, error) {
	return &pulumirpc.ConfigureResponse{AcceptSecrets: true}, nil
}

func (*provider) Check(_ context.Context, req *pulumirpc.CheckRequest) (*pulumirpc.CheckResponse, error) {
	found, err := findType(typeOf(req.GetUrn()))
	if err != nil {
		return nil, err
	}
	return &pulumirpc.CheckResponse{Inputs: req.GetNews(), Failures: found.check(values{req.GetNews()})}, nil
}

func (*provider) Diff(_ context.Context, req *pulumirpc.DiffRequest) (*pulumirpc.DiffResponse, error) {
	changed := []string{}
	olds, news := req.GetOldInputs().GetFields(), req.GetNews().GetFields()
	for _, fields := range []map[string]*structpb.Value{olds, news} {
		for name := range fields {
			if !proto.Equal(orNull(olds[name]), orNull(news[name])) && !slices.Contains(changed, name) {
				changed = append(changed, name)
			}
		}
	}
	slices.Sort(changed)
	if len(changed) == 0 {
		return &pulumirpc.DiffResponse{Changes: pulumirpc.DiffResponse_DIFF_NONE}, nil
	}
	return &pulumirpc.DiffResponse{Changes: pulumirpc.DiffResponse_DIFF_SOME, Replaces: changed, Diffs: changed}, nil
}

func (*provider) Create(_ context.Context, req *pulumirpc.CreateRequest) (*pulumirpc.CreateResponse, error) {
	found, err := findType(typeOf(req.GetUrn()))
	if err != nil {
		return nil, err
	}
	id, outputs, err := found.create(values{req.GetProperties()})
	if err != nil {
		return nil, err
	}
	properties, err := structpb.NewStruct(outputs)
	if err != nil {
		return nil, err
	}
	if keepers := req.GetProperties().GetFields()["keepers"]; keepers != nil {
		properties.Fields["keepers"] = keepers
	}
	return &pulumirpc.CreateResponse{Id: id, Properties: properties}, nil
}

// Read keeps what the state says: there is nothing outside the state to look at.
func (*provider) Read(_ context.Context, req *pulumirpc.ReadRequest) (*pulumirpc.ReadResponse, error) {
	if len(req.GetProperties().GetFields()) == 0 {
		return nil, fmt.Errorf("this stand-in for the random provider cannot import %q", req.GetUrn())
	}
	return &pulumirpc.ReadResponse{Id: req.GetId(), Properties: req.GetProperties(), Inputs: req.GetInputs()}, nil
}

func (*provider) Delete(context.Context, *pulumirpc.DeleteRequest) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

func (*provider) Cancel(context.Context, *emptypb.Empty) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, nil
}

// typeOf reads the resource's own type from urn:pulumi:STACK::PROJECT::PARENT$TYPE::NAME.
func typeOf(urn string) string {
	parts := strings.SplitN(urn, "::", 4)
	if len(parts) < 4 {
		return ""
	}
	return parts[2][strings.LastIndex(parts[2], "$")+1:]
}

func orNull(value *structpb.Value) *structpb.Value {
	if value == nil {
		return structpb.NewNullValue()
	}
	return value
}

func main() {
	if len(os.Args) == 2 && os.Args[1] == "--version" {
		fmt.Printf("v%s (stand-in for the random provider)\n", version)
		return
	}
	handle, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Init: func(server *grpc.Server) error {
			pulumirpc.RegisterResourceProviderServer(server, &provider{})
			return nil
		},
	})
	if err == nil && len(os.Args) > 1 {
		// Without an engine nobody would end this process.
		err = rpcutil.Healthcheck(context.Background(), os.Args[len(os.Args)-1], time.Second, func() { os.Exit(1) })
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "pulumi-resource-random:", err)
		os.Exit(1)
	}
	// The engine reads the port from the first line.
	fmt.Println(handle.Port)
	<-handle.Done
}
