using System.CommandLine;
using NetThreat.Capture.Inputs;

namespace NetThreat.Commands;

/// <summary>What a command reads: <c>-r</c>, <c>-i</c> and <c>-F</c>.</summary>
internal sealed class InputCommandLine
{
    private readonly Option<string[]> _read = new("--read", "-r")
    {
        Description = "Capture to read (pcap or pcapng, plain or gzip), a folder of them or a quoted pattern; several are one stream; - is standard input",
        HelpName = "FILE",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<string[]> _interfaces = new("--interface", "-i")
    {
        Description = "Interface to listen on; several are the legs of one tap",
        HelpName = "INTERFACE",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<string?> _filter = new("--filter", "-F") { Description = "Read only the packets that this BPF filter lets pass (see 'man pcap-filter')", HelpName = "FILTER" };

    public InputCommandLine(Command command)
    {
        command.Options.Add(_read);
        command.Options.Add(_interfaces);
        command.Options.Add(_filter);
    }

    /// <param name="filter">The configured one, where the command line names none.</param>
    public PacketInput Parse(ParseResult parsed, string filter = "") =>
        new(parsed.GetValue(_read) ?? [], parsed.GetValue(_interfaces) ?? [], parsed.GetValue(_filter) ?? filter);
}
