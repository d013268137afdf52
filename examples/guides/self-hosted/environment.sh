export XRCLOUD_ENDPOINT=https://xr.example.edu/cloud
export XRCLOUD_CA_CERTIFICATE="$(cat campus-ca.pem)"
export XRCLOUD_API_KEY="$(cat api-key.txt)"
