package emulator

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
	errInUse   = errors.New("is in use by another process")
	errDamaged = errors.New("is damaged, or no data file of the emulator")
)

// openDataFile opens the file at path, which is created if it does not exist, and lets load read it.
//
// The database maps the file into memory and trusts it: a file that ends before its last page makes it read beyond the
// end, which kills the process. So the length is checked first, and any other fault while the file is read becomes an
// error.
func openDataFile(path string, load func(*bbolt.Tx) error) (db *bbolt.DB, err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if fault := recover(); fault != nil {
			// The database may hold locks of its own, so it is not closed.
			db, err = nil, damaged(fmt.Errorf("%v", fault))
		}
	}()
	if err := checkLength(path); err != nil {
		return nil, err
	}
	if db, err = bbolt.Open(path, 0o600, &bbolt.Options{Timeout: time.Second}); err != nil {
		return nil, explain(err)
	}
	if err := db.View(load); err != nil {
		return nil, errors.Join(damaged(err), db.Close())
	}
	return db, nil
}

// checkLength fails for a file that ends before its last page. To read the head of the file, which says how long it must
// be, is safe.
func checkLength(path string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0:
		return nil // it is created by the database
	case err != nil:
		return explain(err)
	case !info.Mode().IsRegular():
		return damaged(errors.New("not a regular file"))
	}
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: time.Second, ReadOnly: true})
	if err != nil {
		return explain(err)
	}
	err = db.View(func(t *bbolt.Tx) error {
		if want := t.Size(); info.Size() < want {
			return damaged(fmt.Errorf("it is cut off: it has %d bytes, and needs %d", info.Size(), want))
		}
		return nil
	})
	return errors.Join(err, db.Close())
}

func explain(err error) error {
	var path *fs.PathError
	switch {
	case errors.Is(err, bbolterrors.ErrTimeout):
		return errInUse
	case errors.As(err, &path):
		return fmt.Errorf("cannot be opened: %w", path.Err)
	default:
		return damaged(err)
	}
}

// damaged says in one line what is wrong with the file.
func damaged(cause error) error {
	return fmt.Errorf("%w: %s", errDamaged, strings.ReplaceAll(cause.Error(), "\n", "; "))
}
