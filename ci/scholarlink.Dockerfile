# The example app as the sandbox builds it: one static binary, nothing else. The release workflow compiles it.
FROM scratch
COPY passwd /etc/passwd
COPY scholarlink /scholarlink
USER 65532:65532
EXPOSE 8080 9090
ENTRYPOINT ["/scholarlink"]
