using System.Globalization;

namespace NetThreat.Benchmarks.Peers;

/// <summary>The options of the comparison with other exporters.</summary>
/// <param name="Tools">The folder with pcapmix.c and worst.c.</param>
/// <param name="Captures">Folders whose Ethernet captures make the mix.</param>
internal sealed record PeersArguments(string Tools, IReadOnlyList<string> Captures, int Repeats, int Copies, int LogFlows, bool Json)
{
    private const string ToolsVariable = "NETTHREAT_TOOLS", DataVariable = "NETTHREAT_DATA";

    public static PeersArguments? Parse(string[] args, out string problem)
    {
        string tools = Environment.GetEnvironmentVariable(ToolsVariable) ?? "../shared/tools";
        string data = Environment.GetEnvironmentVariable(DataVariable) ?? "../shared/data";
        int repeats = 3, copies = 8, logFlows = 20;
        bool json = false;
        problem = "";
        for (int i = 0; i < args.Length && problem.Length == 0; i++)
        {
            switch (args[i])
            {
                case "--json": json = true; break;
                case "--tools" when i + 1 < args.Length: tools = args[++i]; break;
                case "--data" when i + 1 < args.Length: data = args[++i]; break;
                case "--repeats" when Number(args, i + 1, 1, 20, out repeats): i++; break;
                case "--copies" when Number(args, i + 1, 1, 200, out copies): i++; break;
                case "--log-flows" when Number(args, i + 1, 8, 22, out logFlows): i++; break;
                default: problem = $"'{args[i]}' is not understood here"; break;
            }
        }

        if (problem.Length == 0 && !File.Exists(Path.Combine(tools, "worst.c")))
            problem = $"'{tools}' has no worst.c: name the folder of the traffic tools with --tools or {ToolsVariable}";
        return problem.Length > 0 ? null : new(tools, [Path.Combine(data, "pcaps"), Path.Combine(data, "peers")], repeats, copies, logFlows, json);
    }

    private static bool Number(string[] args, int at, int min, int max, out int value)
    {
        value = 0;
        return at < args.Length && int.TryParse(args[at], NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= min && value <= max;
    }
}
