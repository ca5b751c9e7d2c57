using NetThreat.Core.Bus;
using NetThreat.Messaging.InProcess;

namespace NetThreat.Messaging;

/// <summary>Makes the bus that the configuration names.</summary>
public static class MessagingModule
{
    /// <summary>The bus of a single process; nothing outlives it.</summary>
    public static IBus InProcess(InProcessBusOptions options, TimeProvider time) => new InProcessBus(options, time);
}
