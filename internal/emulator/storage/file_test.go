package storage_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.etcd.io/bbolt"
)

func TestDataFilePermissions(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "data")
	n := open(t, path)
	info, err := os.Stat(path)
	n.requireNoError(err)
	if got := info.Mode().Perm(); got != 0o600 {
		t.Errorf("the file has mode %o, want 600: it holds credentials", got)
	}
	n.requireNoError(n.Close())
}

func TestFileErrors(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	taken := filepath.Join(folder, "taken")
	n := open(t, taken)
	if _, err := tryOpen(taken); err == nil || err.Error() != "data file "+taken+" is in use by another process; stop it, or use another file" {
		t.Errorf("a file in use: %v", err)
	}
	n.requireNoError(n.Close())
	if _, err := tryOpen(filepath.Join(folder, "no", "data")); !errors.Is(err, fs.ErrNotExist) || !strings.HasSuffix(err.Error(), "create its directory first") {
		t.Errorf("a folder that does not exist: %v", err)
	}
	if _, err := tryOpen(folder); err == nil || !strings.HasSuffix(err.Error(), "not a regular file; use another file") {
		t.Errorf("a folder: %v", err)
	}
}

// TestDamagedRows opens files with a row that a table cannot have. The error must not show the key or the value, which can
// be credentials.
func TestDamagedRows(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ value, want string }{
		"no JSON":       {`secret`, "invalid character 's' looking for beginning of value"},
		"cut off":       {`{"ID":"sec`, "unexpected EOF"},
		"other type":    {`{"ID":["secret"]}`, "json: cannot unmarshal array into Go struct field note.ID of type string"},
		"another row":   {`{"ID":"secret"}`, "its key is that of another row"},
		"null":          {`null`, "its key is that of another row"},
		"nothing":       {``, "EOF"},
		"two values":    {`{"ID":"secret-key"}{}`, "it has more than one value"},
		"line feeds":    {"\n\n", "EOF"},
		"without a key": {`{"Text":"secret"}`, "its key is that of another row"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "data")
			n := open(t, path)
			n.put(note{ID: "first"})
			n.requireNoError(n.Close())
			changeFile(t, path, "notes", "secret-key", test.value)
			_, err := tryOpen(path)
			want := "data file " + path + ` is damaged, or no data file of the emulator: row 2 of table "notes": ` + test.want + "; use another file"
			if err == nil || err.Error() != want {
				t.Errorf("got %v, want %s", err, want)
			}
		})
	}
}

// changeFile sets the value of a key in a bucket of the file.
func changeFile(t *testing.T, path, bucket, key, value string) {
	t.Helper()
	file, err := bbolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(file.Update(func(tx *bbolt.Tx) error {
		into, err := tx.CreateBucketIfNotExists([]byte(bucket))
		if err != nil {
			return err
		}
		return into.Put([]byte(key), []byte(value))
	}), file.Close()); err != nil {
		t.Fatal(err)
	}
}

// largeFile returns a file with many pages, and the number of its notes.
func largeFile(t *testing.T) (content []byte, count int) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "whole")
	n := open(t, path)
	const rows = 30
	for i := range rows {
		n.put(note{ID: strconv.Itoa(i), Text: strings.Repeat("n", 2000)})
	}
	n.requireNoError(n.Close())
	content, err := os.ReadFile(path)
	n.requireNoError(err)
	return content, rows
}

// TestDamagedFile opens files with other content, and a data file that is truncated at several lengths.
func TestDamagedFile(t *testing.T) {
	t.Parallel()
	whole, _ := largeFile(t)
	contents := map[string][]byte{
		"text":      []byte("hello\n"),
		"long text": []byte(strings.Repeat("hello\n", 20000)),
		"zeros":     make([]byte, 1<<16),
		"noise":     slices.Concat(whole[:2*os.Getpagesize()], []byte(strings.Repeat("noise", len(whole)))),
	}
	for _, length := range []int{1, 100, 4095, 4096, 8192, 8193, 3 * 4096, len(whole) / 4, len(whole) / 2} {
		contents[fmt.Sprint(length, " bytes")] = whole[:length]
	}
	for name, content := range contents {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "data")
			if err := os.WriteFile(path, content, 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := tryOpen(path)
			if err == nil || !strings.HasPrefix(err.Error(), "data file "+path+" is damaged, or no data file of the emulator: ") || strings.Contains(err.Error(), "\n") {
				t.Errorf("got %v, want one line that says that the file is damaged", err)
			}
			if after, err := os.ReadFile(path); err != nil || !bytes.Equal(after, content) {
				t.Errorf("the file was changed: %v", err)
			}
		})
	}
}

// TestTruncatedFile truncates a data file at each page. A file is extended before it needs the space, so one without its
// last pages can be complete.
func TestTruncatedFile(t *testing.T) {
	t.Parallel()
	whole, rows := largeFile(t)
	path := filepath.Join(t.TempDir(), "data")
	refused := 0
	for length := os.Getpagesize(); length < len(whole); length += os.Getpagesize() {
		if err := os.WriteFile(path, whole[:length], 0o600); err != nil {
			t.Fatal(err)
		}
		n, err := tryOpen(path)
		if err != nil {
			if want := fmt.Sprintf("it is cut off: it has %d bytes, and needs ", length); length > os.Getpagesize() && !strings.Contains(err.Error(), want) {
				t.Errorf("%d of %d bytes: %v, want %q", length, len(whole), err, want)
			}
			refused++
			continue
		}
		if got := len(n.all()); got != rows {
			t.Errorf("%d of %d bytes: %d notes, want %d", length, len(whole), got, rows)
		}
		if err := n.Close(); err != nil {
			t.Error(err)
		}
	}
	if refused == 0 {
		t.Error("no length was refused")
	}
}

func TestFileOfAnotherProgram(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "data")
	changeFile(t, path, "other", "key", "value")
	if _, err := tryOpen(path); err == nil || !strings.HasSuffix(err.Error(), `no data file of the emulator: unknown table "other"; use another file`) {
		t.Errorf("got %v", err)
	}
}
