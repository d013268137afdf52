package acctest

import "testing"

func TestVersionIsFoundAfterWarnings(t *testing.T) {
	t.Parallel()
	for output, want := range map[string]string{
		"Terraform v1.11.4\non linux_amd64\n\nYour version of Terraform is out of date! The latest version\n": "Terraform v1.11.4",
		"Terraform v1.16.0-rc1\non linux_amd64\n":                                                             "Terraform v1.16.0-rc1",
		"\nWarning: Unable to open CLI configuration file\n\nThe CLI configuration file at \"/home/ada/.tofurc\" does not exist.\n" +
			"OpenTofu v1.12.6\non linux_amd64\n": "OpenTofu v1.12.6",
		"OpenTofu\n": "",
	} {
		got, err := versionIn(output)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q: got %q, %v, want %q", output, got, err, want)
		}
	}
}
