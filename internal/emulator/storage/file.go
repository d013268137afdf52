package storage

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"go.etcd.io/bbolt"
	bbolterrors "go.etcd.io/bbolt/errors"
)

var (
	errInUse   = errors.New("is in use by another process; stop it, or use another file")
	errDamaged = errors.New("is damaged, or no data file of the emulator")
)

// openFile opens the file at path, creates it if it does not exist, and calls read to read it.
//
// The file is mapped into memory. If the file ends before its last page, a read beyond its end kills the process.
// Therefore the length is checked first, and any other memory fault during the read is returned as an error.
func openFile(path string, read func(*bbolt.Tx) error) (db *bbolt.DB, err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if fault := recover(); fault != nil {
			// Close could wait for locks that bbolt still holds, so it is not called.
			db, err = nil, damaged(fmt.Errorf("%v", fault))
		}
	}()
	if err := checkLength(path); err != nil {
		return nil, err
	}
	if db, err = bbolt.Open(path, 0o600, &bbolt.Options{Timeout: time.Second}); err != nil {
		return nil, openError(err)
	}
	if err := db.View(read); err != nil {
		return nil, errors.Join(damaged(err), db.Close())
	}
	return db, nil
}

// checkLength fails if the file ends before its last page. It reads only the head of the file, which has the number of
// pages.
func checkLength(path string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0:
		return nil // bbolt creates it
	case err != nil:
		return openError(err)
	case !info.Mode().IsRegular():
		return damaged(errors.New("not a regular file"))
	}
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: time.Second, ReadOnly: true})
	if err != nil {
		return openError(err)
	}
	err = db.View(func(t *bbolt.Tx) error {
		if want := t.Size(); info.Size() < want {
			return damaged(fmt.Errorf("it is cut off: it has %d bytes, and needs %d", info.Size(), want))
		}
		return nil
	})
	return errors.Join(err, db.Close())
}

// openError returns the error of opening the file in the words of the emulator.
func openError(err error) error {
	var path *fs.PathError
	switch {
	case errors.Is(err, bbolterrors.ErrTimeout):
		return errInUse
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("cannot be created: %w; create its directory first", fs.ErrNotExist)
	case errors.As(err, &path):
		return fmt.Errorf("cannot be opened for reading and writing: %w", path.Err)
	default:
		return damaged(err)
	}
}

// damaged returns errDamaged with its cause and advice, in one line.
func damaged(cause error) error {
	return fmt.Errorf("%w: %s; use another file", errDamaged, strings.ReplaceAll(cause.Error(), "\n", "; "))
}
