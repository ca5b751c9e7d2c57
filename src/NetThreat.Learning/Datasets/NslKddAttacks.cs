using System.Collections.Frozen;

namespace NetThreat.Learning.Datasets;

/// <summary>The four classes of attacks of KDD Cup 1999 (Kendall 1999), with the attacks that only the test set has.</summary>
public static class NslKddAttacks
{
    private static readonly FrozenDictionary<string, string> Classes = new Dictionary<string, string[]>
    {
        ["normal"] = ["normal"],
        ["dos"] = ["back", "land", "neptune", "pod", "smurf", "teardrop", "apache2", "mailbomb", "processtable", "udpstorm", "worm"],
        ["probe"] = ["ipsweep", "nmap", "portsweep", "satan", "mscan", "saint"],
        ["r2l"] =
        [
            "ftp_write", "guess_passwd", "imap", "multihop", "phf", "spy", "warezclient", "warezmaster", "httptunnel", "named", "sendmail",
            "snmpgetattack", "snmpguess", "xlock", "xsnoop",
        ],
        ["u2r"] = ["buffer_overflow", "loadmodule", "perl", "rootkit", "ps", "sqlattack", "xterm"],
    }.SelectMany(c => c.Value.Select(a => (Attack: a, Class: c.Key))).ToFrozenDictionary(a => a.Attack, a => a.Class, StringComparer.Ordinal);

    /// <summary>normal, dos, probe, r2l or u2r; null for a name that is no attack of the data set.</summary>
    public static string? ClassOf(string attack) => Classes.GetValueOrDefault(attack);
}
