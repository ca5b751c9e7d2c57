using System.Globalization;

namespace NetThreat.Benchmarks.Pipeline;

/// <summary>The options of the pipeline benchmark.</summary>
internal sealed record PipelineArguments(long Packets, int Repeats, bool Json)
{
    public static PipelineArguments? Parse(string[] args, out string? problem)
    {
        long packets = 2_000_000, repeats = 3;
        bool json = false;
        problem = null;
        for (int i = 0; i < args.Length && problem is null; i++)
        {
            switch (args[i])
            {
                case "--json": json = true; break;
                case "--packets" when Number(args, ++i, 10_000, 200_000_000) is { } n: packets = n; break;
                case "--repeats" when Number(args, ++i, 1, 100) is { } n: repeats = n; break;
                case "--packets": problem = "--packets takes a whole number from 10000 to 200000000"; break;
                case "--repeats": problem = "--repeats takes a whole number from 1 to 100"; break;
                default: problem = $"unknown option '{args[i]}'"; break;
            }
        }

        return problem is null ? new(packets, (int)repeats, json) : null;
    }

    private static long? Number(string[] args, int at, long min, long max) =>
        at < args.Length && long.TryParse(args[at], NumberStyles.None, CultureInfo.InvariantCulture, out long n) && n >= min && n <= max ? n : null;
}
