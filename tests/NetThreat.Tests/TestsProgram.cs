using NetThreat.Tests.Conformance;
using NetThreat.Tests.Fuzz;

namespace NetThreat.Tests;

/// <summary>What the tests can do beside being run as tests: the conformance table, and fuzzing for hours.</summary>
internal static class TestsProgram
{
    public static int Main(string[] args) => args switch
    {
        ["fuzz", .. var rest] => FuzzProgram.Run(rest),
        ["conformance", .. var rest] => ConformanceProgram.Run(rest),
        _ => ConformanceProgram.Run(args),
    };
}
