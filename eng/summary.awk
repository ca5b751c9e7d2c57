# Adds up test reports (trx): failed tests with their first message line, skips by reason, then the counts as the last line.
# -v crashed="SUITE ...": suites whose host broke; each counts as a failure. No test at all is a failure too.
function attribute(name,    rest) {
    if (!match($0, " " name "=\"[^\"]*\"")) return ""
    rest = substr($0, RSTART, RLENGTH)
    sub(/^[^"]*"/, "", rest); sub(/"$/, "", rest)
    return plain(rest)
}
function plain(text) {
    gsub(/&#xD;/, "", text); gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text); gsub(/&quot;/, "\"", text)
    gsub(/&#39;|&apos;/, "'", text); gsub(/&amp;/, "\\&", text)
    return text
}
function settle() {
    if (outcome == "Failed") failures[++failed] = test (message == "" ? "" : ": " message)
    else if (outcome == "NotExecuted") { skipped++; reasons[message == "" ? "no reason given" : message]++ }
    else if (outcome == "Passed") passed++
    else if (outcome != "") failures[++failed] = test ": " outcome
    outcome = message = ""
}
/<UnitTestResult / { settle(); test = attribute("testName"); outcome = attribute("outcome") }
/<Message>/ && message == "" && outcome != "" {
    message = $0; sub(/.*<Message>/, "", message); sub(/<\/Message>.*/, "", message); message = plain(message)
}
/<\/Results>/ { settle() }
END {
    settle()
    broken = split(crashed, suites, " ")
    for (i = 1; i <= failed; i++) print "failed: " failures[i]
    for (i = 1; i <= broken; i++) print "failed: " suites[i] " did not run to its end (messages above)"
    for (reason in reasons) printf "skipped: %d (%s)\n", reasons[reason], reason
    failed += broken
    if (passed + failed == 0) { print "failed: no test matched"; failed = 1 }
    printf "%d passed, %d failed%s\n", passed, failed, skipped ? sprintf(", %d skipped", skipped) : ""
    exit failed > 0
}
