package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"strings"

	"github.com/xrcloud/terraform-provider-xrcloud/internal/emulator/server"
)

// writeReady writes that the services are ready, and closes stdout. A shell can therefore start the emulator in the
// background and read its output at once, as in eval "$(xrcloud-emulator -env &)".
func writeReady(stdout io.Writer, ready server.Ready, environment bool) error {
	var err error
	if environment {
		_, err = stdout.Write(exportLines(ready))
	} else {
		err = json.NewEncoder(stdout).Encode(ready) //nolint:gosec // the purpose of the line is to print the credentials
	}
	if err != nil {
		return err
	}
	if file, ok := stdout.(io.Closer); ok {
		return file.Close()
	}
	return nil
}

// exportLines returns lines for a shell that export the variables of the provider, and the ID of this process.
func exportLines(ready server.Ready) []byte {
	var lines []byte
	for _, variable := range ready.Environment() {
		lines = fmt.Appendf(lines, "export %s='%s'\n", variable.Name, strings.ReplaceAll(variable.Value, "'", `'\''`))
	}
	return fmt.Appendf(lines, "export XRCLOUD_EMULATOR_PID='%d'\n", os.Getpid())
}

// endpointURL returns the base URL of a service that listens on the address. If that is every address, it uses the loopback
// address.
func endpointURL(addr net.Addr) string {
	if tcp, ok := addr.(*net.TCPAddr); ok && tcp.IP.IsUnspecified() {
		return fmt.Sprintf("http://127.0.0.1:%d", tcp.Port)
	}
	return "http://" + addr.String()
}
