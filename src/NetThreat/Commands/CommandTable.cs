using System.CommandLine;

namespace NetThreat.Commands;

/// <summary>Every command of the executable, one line each, in the order of the help.</summary>
internal static class CommandTable
{
    public static IEnumerable<Command> All()
    {
        yield break;
    }
}
