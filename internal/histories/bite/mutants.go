package main

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// mutant is a small change of the source code, which its tests should notice.
type mutant struct {
	// file is below internal. The text from start to end is replaced.
	file        string
	line        int
	start, end  int
	replacement string
	// operator is the kind of change.
	operator string
}

func (m mutant) String() string { return fmt.Sprintf("%s:%d %s", m.file, m.line, m.operator) }

// mutated are the directories below internal whose code is mutated.
var mutated = []string{"api", "tfkit", "project", "scene", "room", "companion"}

// swapped are the operators that are swapped, and for which ones.
var swapped = map[token.Token][]token.Token{
	token.EQL: {token.NEQ}, token.NEQ: {token.EQL}, token.LAND: {token.LOR}, token.LOR: {token.LAND},
	token.LSS: {token.GEQ, token.LEQ}, token.GEQ: {token.LSS, token.GTR}, token.GTR: {token.LEQ, token.GEQ}, token.LEQ: {token.GTR, token.LSS},
}

// mutantsOf returns all mutants of a file.
func mutantsOf(file string) ([]mutant, error) {
	files := token.NewFileSet()
	parsed, err := parser.ParseFile(files, filepath.Join("internal", file), nil, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	var mutants []mutant
	add := func(from, to token.Pos, replacement, operator string) {
		mutants = append(mutants, mutant{
			file: file, line: files.Position(from).Line, start: files.Position(from).Offset, end: files.Position(to).Offset,
			replacement: replacement, operator: operator,
		})
	}
	ast.Inspect(parsed, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.BinaryExpr:
			for _, other := range swapped[node.Op] {
				add(node.OpPos, node.OpPos+token.Pos(len(node.Op.String())), other.String(), node.Op.String()+" to "+other.String())
			}
		case *ast.UnaryExpr:
			if node.Op == token.NOT {
				add(node.OpPos, node.OpPos+1, "", "! removed")
			}
		case *ast.ExprStmt:
			if receive, ok := node.X.(*ast.UnaryExpr); ok && receive.Op == token.ARROW {
				return true // a case of a select cannot be empty
			}
			add(node.Pos(), node.End(), "", "statement removed")
		case *ast.AssignStmt:
			if node.Tok != token.DEFINE {
				add(node.Pos(), node.End(), "", "assignment removed")
			}
		case *ast.Ident:
			if node.Name == "true" || node.Name == "false" {
				add(node.Pos(), node.End(), strconv.FormatBool(node.Name == "false"), "boolean inverted")
			}
		}
		return true
	})
	return mutants, nil
}

// allMutants returns all mutants, in the order of the files.
func allMutants() ([]mutant, error) {
	var all []mutant
	for _, directory := range mutated {
		err := filepath.WalkDir(filepath.Join("internal", directory), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			mutants, err := mutantsOf(strings.TrimPrefix(path, "internal"+string(filepath.Separator)))
			all = append(all, mutants...)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// runMutants tries a sample of all mutants: the tests of the package first, the histories if those pass, and then the tests of all packages.
func runMutants(ctx context.Context, number int, seed uint64, folder string, limit time.Duration, out io.Writer) error {
	all, err := allMutants()
	if err != nil {
		return err
	}
	total := len(all)
	random := rand.New(rand.NewPCG(seed, 0)) //nolint:gosec // the sample is repeatable
	random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	counts := map[string]int{}
	for _, m := range all {
		if counts["tried"] == number {
			break
		}
		verdict, err := m.try(ctx, folder, limit)
		if err != nil {
			return err
		}
		if verdict == "" {
			continue // it does not compile
		}
		counts["tried"]++
		counts[strings.Fields(verdict)[0]]++
		_, _ = fmt.Fprintf(out, "%-60s %s\n", m, verdict)
	}
	_, _ = fmt.Fprintf(out, "\n%d mutants, a sample of %d: %d are killed by the tests of their package, %d more by the histories, %d by other tests, %d survive\n",
		counts["tried"], total, counts["tests"], counts["histories:"], counts["other"], counts["SURVIVES"])
	return nil
}

// try returns what notices the mutant. It is empty if the mutant does not compile.
func (m mutant) try(ctx context.Context, folder string, limit time.Duration) (verdict string, err error) {
	source, err := os.ReadFile(filepath.Join("internal", m.file))
	if err != nil {
		return "", err
	}
	overlay, err := writeOverlay(folder, m.file, string(slices.Concat(source[:m.start], []byte(m.replacement), source[m.end:])))
	if err != nil {
		return "", err
	}
	path := "./" + filepath.Join("internal", filepath.Dir(m.file))
	if exec.CommandContext(ctx, "go", "build", "-overlay", overlay, path).Run() != nil {
		return "", ctx.Err()
	}
	pass := func(path string) bool {
		return exec.CommandContext(ctx, "go", "test", "-failfast", "-count=1", "-timeout=10m", "-overlay", overlay, path).Run() == nil
	}
	if !pass(path) {
		return "tests", ctx.Err()
	}
	binary := filepath.Join(folder, "histories.test")
	if err := build(ctx, overlay, binary); err != nil {
		return "", err
	}
	found, err := play(ctx, binary, limit)
	if err != nil {
		return "", errors.Join(err, ctx.Err())
	}
	if found.invariant != "" {
		return "histories: " + found.invariant, nil
	}
	if !pass("./...") {
		return "other tests", ctx.Err()
	}
	return "SURVIVES", nil
}
