namespace NetThreat.Web.Attack;

/// <summary>Names of MITRE ATT&amp;CK techniques (Enterprise) that detectors speak of.</summary>
internal static class AttackTechniques
{
    private static readonly Dictionary<string, string> s_names = new(StringComparer.Ordinal)
    {
        ["T1018"] = "Remote System Discovery",
        ["T1021"] = "Remote Services",
        ["T1030"] = "Data Transfer Size Limits",
        ["T1040"] = "Network Sniffing",
        ["T1041"] = "Exfiltration Over C2 Channel",
        ["T1046"] = "Network Service Discovery",
        ["T1048"] = "Exfiltration Over Alternative Protocol",
        ["T1071"] = "Application Layer Protocol",
        ["T1071.001"] = "Web Protocols",
        ["T1071.004"] = "DNS",
        ["T1090"] = "Proxy",
        ["T1095"] = "Non-Application Layer Protocol",
        ["T1110"] = "Brute Force",
        ["T1110.001"] = "Password Guessing",
        ["T1110.003"] = "Password Spraying",
        ["T1110.004"] = "Credential Stuffing",
        ["T1190"] = "Exploit Public-Facing Application",
        ["T1210"] = "Exploitation of Remote Services",
        ["T1496"] = "Resource Hijacking",
        ["T1498"] = "Network Denial of Service",
        ["T1498.001"] = "Direct Network Flood",
        ["T1498.002"] = "Reflection Amplification",
        ["T1499"] = "Endpoint Denial of Service",
        ["T1499.001"] = "OS Exhaustion Flood",
        ["T1499.002"] = "Service Exhaustion Flood",
        ["T1557"] = "Adversary-in-the-Middle",
        ["T1557.002"] = "ARP Cache Poisoning",
        ["T1568.002"] = "Domain Generation Algorithms",
        ["T1571"] = "Non-Standard Port",
        ["T1572"] = "Protocol Tunneling",
        ["T1573"] = "Encrypted Channel",
        ["T1590"] = "Gather Victim Network Information",
        ["T1595"] = "Active Scanning",
        ["T1595.001"] = "Scanning IP Blocks",
        ["T1595.002"] = "Vulnerability Scanning",
    };

    /// <summary>The technique's name, or null for one this table does not know.</summary>
    public static string? Name(string id) => s_names.GetValueOrDefault(id);

    /// <summary>The technique's page, or null for text that is no technique id.</summary>
    public static string? Page(string id) => id is ['T', ..] && id.Length is 5 or 9 && id[1..].All(c => char.IsAsciiDigit(c) || c == '.')
        ? $"https://attack.mitre.org/techniques/{id.Replace('.', '/')}/" : null;
}
