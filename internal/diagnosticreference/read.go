package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// packageTexts are the texts of a package.
type packageTexts struct {
	directory   string
	diagnostics []diagnostic
	// requests are the summaries of diagnostics about failed requests, whose details are the error and the advice on it.
	requests []string
	// parts are other texts, which are parts of details.
	parts []string
}

// diagnostic is an error or a warning.
type diagnostic struct{ severity, summary, detail string }

// reader collects the texts of a package.
type reader struct {
	texts packageTexts
	// constants are the values of the package's string constants, by name.
	constants map[string]ast.Expr
	// seen are the expressions that were already read, as a part of another one.
	seen map[ast.Expr]bool
}

// readPackage returns the texts in the Go files of a directory, without its tests.
func readPackage(root fs.FS, directory string) (packageTexts, error) {
	names, err := fs.Glob(root, path.Join(directory, "*.go"))
	if err != nil {
		return packageTexts{}, err
	}
	var files []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		code, err := fs.ReadFile(root, name)
		if err != nil {
			return packageTexts{}, err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, code, parser.SkipObjectResolution)
		if err != nil {
			return packageTexts{}, err
		}
		files = append(files, file)
	}
	r := reader{texts: packageTexts{directory: directory}, constants: map[string]ast.Expr{}, seen: map[ast.Expr]bool{}}
	for _, file := range files {
		r.readConstants(file)
	}
	for _, file := range files {
		ast.Inspect(file, r.readDiagnostic)
	}
	for _, file := range files {
		ast.Inspect(file, r.readPart)
	}
	return r.texts, nil
}

func (r *reader) readConstants(file *ast.File) {
	for _, declaration := range file.Decls {
		general, ok := declaration.(*ast.GenDecl)
		if !ok || general.Tok != token.CONST {
			continue
		}
		for _, spec := range general.Specs {
			values := spec.(*ast.ValueSpec) //nolint:forcetypeassert // the specs of constants are ValueSpecs
			for i, name := range values.Names {
				if i < len(values.Values) && isText(values.Values[i]) {
					r.constants[name.Name] = values.Values[i]
				}
			}
		}
	}
}

// diagnosticCalls has the positions of summary and detail in the arguments of each function that adds a diagnostic.
var diagnosticCalls = map[string]struct {
	severity        string
	summary, detail int
}{
	"AddAttributeError":   {"Error", 1, 2},
	"AddAttributeWarning": {"Warning", 1, 2},
	"AddWarning":          {"Warning", 0, 1},
	"AddError":            {"Error", 0, 1},
	"addError":            {"Error", 1, 2},
}

// readDiagnostic reads a call that adds a diagnostic.
func (r *reader) readDiagnostic(node ast.Node) bool {
	call, ok := node.(*ast.CallExpr)
	if !ok {
		return true
	}
	name := functionName(call)
	if (name == "AddError" || name == "AddPlanError") && len(call.Args) == 4 {
		r.markSeen(call.Args[1])
		if summary := r.text(call.Args[1]); !isVariable(summary) {
			r.texts.requests = append(r.texts.requests, summary)
		}
		return true
	}
	position, ok := diagnosticCalls[name]
	if !ok || len(call.Args) <= position.detail {
		return true
	}
	summary, detail := call.Args[position.summary], call.Args[position.detail]
	r.markSeen(summary)
	r.markSeen(detail)
	d := diagnostic{position.severity, r.text(summary), r.text(detail)}
	if name == "addError" {
		d.detail = capitalize(d.detail) // as that function does
	}
	if !isVariable(d.summary) { // else it is passed on
		r.texts.diagnostics = append(r.texts.diagnostics, d)
	}
	return true
}

// markSeen marks an expression and its parts as read.
func (r *reader) markSeen(expression ast.Expr) {
	ast.Inspect(expression, func(node ast.Node) bool {
		if e, ok := node.(ast.Expr); ok {
			r.seen[e] = true
		}
		return true
	})
}

// readPart reads a text that is not an argument of a call that adds a diagnostic.
func (r *reader) readPart(node ast.Node) bool {
	switch n := node.(type) {
	case *ast.ImportSpec, *ast.Field: // paths and struct tags
		return false
	case *ast.KeyValueExpr:
		if key, ok := n.Key.(*ast.Ident); ok && slices.Contains(schemaTexts, key.Name) {
			return false
		}
	case *ast.FuncDecl:
		if n.Name.Name == "Description" || n.Name.Name == "MarkdownDescription" {
			return false
		}
	case *ast.ValueSpec:
		if slices.ContainsFunc(n.Names, func(name *ast.Ident) bool { return strings.HasSuffix(name.Name, "Description") }) {
			return false
		}
	case *ast.CallExpr:
		if selector, ok := n.Fun.(*ast.SelectorExpr); ok && isIdent(selector.X, "regexp", "tflog", "slog") {
			return false
		}
	}
	expression, ok := node.(ast.Expr)
	if !ok || r.seen[expression] || !isText(expression) {
		return true
	}
	r.markSeen(expression)
	if text := r.text(expression); isSentence(text) {
		r.texts.parts = append(r.texts.parts, text)
	}
	return false
}

// isVariable reports whether a text is known only at run time.
func isVariable(text string) bool {
	return strings.HasPrefix(text, "{") && strings.Index(text, "}") == len(text)-1
}

// capitalize returns a text with an upper case letter at its beginning.
func capitalize(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

// schemaTexts are the fields of schemas whose texts are in the documentation.
var schemaTexts = []string{"Description", "MarkdownDescription", "Summary", "DeprecationMessage"}

// isSentence reports whether a text is for people: it has at least three words.
func isSentence(text string) bool {
	return len(strings.Fields(text)) >= 3 && strings.ContainsFunc(text, func(c rune) bool { return c >= 'a' && c <= 'z' })
}
